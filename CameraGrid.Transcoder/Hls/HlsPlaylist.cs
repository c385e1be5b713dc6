using System.Globalization;
using System.Text;

namespace CameraGrid.Transcoder.Hls;

/// <summary>Writes a media playlist as RFC 8216bis (draft-pantos-hls-rfc8216bis) has it.</summary>
internal static class HlsPlaylist
{
    /// <summary>"a Client ... SHOULD NOT be advertised" beyond this: parts stand for the last three target durations.</summary>
    private const int PartTargets = 3;

    public static string InitName(long generation) =>
        string.Create(CultureInfo.InvariantCulture, $"init-{generation}.mp4");

    public static string SegmentName(long mediaSequence) =>
        string.Create(CultureInfo.InvariantCulture, $"s{mediaSequence}.m4s");

    public static string PartName(long mediaSequence, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"s{mediaSequence}.{part}.m4s");

    /// <summary>The playlist as it stands; with <paramref name="skip"/> as a delta update.</summary>
    public static string Write(HlsTimeline timeline, bool skip)
    {
        var pace = timeline.Pace;
        var segments = timeline.Segments;
        var text = new StringBuilder(4096);
        // 4.4.3.8: "PART-HOLD-BACK ... MUST be at least twice the Part Target Duration", and SHOULD be three times it.
        // "CAN-SKIP-UNTIL ... MUST be at least six times the Target Duration."
        Line(text, $"#EXTM3U");
        Line(text, $"#EXT-X-VERSION:9");
        Line(text, $"#EXT-X-TARGETDURATION:{pace.TargetDuration}");
        Line(
            text,
            $"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={Seconds(3 * pace.PartTarget)},CAN-SKIP-UNTIL={SkipBoundary(pace) / 1_000_000}.0"
        );
        Line(text, $"#EXT-X-PART-INF:PART-TARGET={Seconds(pace.PartTarget)}");
        Line(text, $"#EXT-X-MEDIA-SEQUENCE:{segments[0].MediaSequence}");
        Line(text, $"#EXT-X-DISCONTINUITY-SEQUENCE:{timeline.DiscontinuitySequence}");
        var skipped = skip ? Skippable(timeline) : 0;
        if (skipped > 0)
        {
            Line(text, $"#EXT-X-SKIP:SKIPPED-SEGMENTS={skipped}");
        }

        var end = segments[^1].Start + segments[^1].Parts.Sum(part => part.Duration);
        var partsFrom = end - PartTargets * pace.TargetDuration * 1_000_000L;
        for (var i = skipped; i < segments.Count; i++)
        {
            var mapChanges = i == 0 || segments[i].Generation != segments[i - 1].Generation;
            WriteSegment(text, segments[i], mapChanges, isFirst: i == 0, withParts: segments[i].Start >= partsFrom);
        }

        var current = segments[^1];
        Line(text, $"#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{PartName(current.MediaSequence, current.Parts.Count)}\"");
        return text.ToString();
    }

    private static void WriteSegment(
        StringBuilder text,
        HlsSegment segment,
        bool mapChanges,
        bool isFirst,
        bool withParts
    )
    {
        if (segment.FollowsDiscontinuity && !isFirst)
        {
            Line(text, $"#EXT-X-DISCONTINUITY");
        }

        if (mapChanges)
        {
            Line(text, $"#EXT-X-MAP:URI=\"{InitName(segment.Generation.Number)}\"");
        }

        Line(text, $"#EXT-X-PROGRAM-DATE-TIME:{segment.ArrivedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
        for (var part = 0; withParts && part < segment.Parts.Count; part++)
        {
            var independent = segment.Parts[part].IsIndependent ? ",INDEPENDENT=YES" : "";
            Line(
                text,
                $"#EXT-X-PART:DURATION={Seconds(segment.Parts[part].Duration)},URI=\"{PartName(segment.MediaSequence, part)}\"{independent}"
            );
        }

        if (segment.Duration is { } duration)
        {
            Line(text, $"#EXTINF:{Seconds(duration)},");
            Line(text, $"{SegmentName(segment.MediaSequence)}");
        }
    }

    // 4.4.5.2: segments further from the end than the Skip Boundary may be left out of a delta update.
    private static int Skippable(HlsTimeline timeline)
    {
        var last = timeline.Segments[^1];
        var boundary = last.Start + last.Parts.Sum(part => part.Duration) - SkipBoundary(timeline.Pace);
        return timeline.Segments.Count(segment => segment.Start + (segment.Duration ?? long.MaxValue / 2) < boundary);
    }

    private static long SkipBoundary(HlsPace pace) => 6L * pace.TargetDuration * 1_000_000;

    private static string Seconds(long microseconds) =>
        (microseconds / 1_000_000.0).ToString("0.00000", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
