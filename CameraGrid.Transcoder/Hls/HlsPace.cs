using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Hls;

/// <summary>The durations a playlist promises for its whole life, fitted to what the camera sends.</summary>
/// <param name="TargetDuration">EXT-X-TARGETDURATION, in seconds. No segment rounds to more.</param>
/// <param name="PartTarget">PART-TARGET, in microseconds: a whole number of frames near 200 ms.</param>
internal sealed record HlsPace(int TargetDuration, long PartTarget)
{
    private const long WantedPart = 200_000;
    private const long UnknownGroup = 2_000_000;

    /// <summary>Microseconds that a segment lasts at most, so that neither it nor its EXTINF rounds up past the target.</summary>
    public long LongestSegment => TargetDuration * 1_000_000L + 499_990;

    /// <summary>
    /// From what the ring holds: parts of whole frames, segments as long as the groups of pictures are, but no longer
    /// than a third of the ring, since players start three segments from the end.
    /// </summary>
    /// <param name="frames">Video frames in order.</param>
    /// <param name="ring">What the ring holds.</param>
    public static HlsPace Of(IReadOnlyList<(long DecodeTime, bool IsKey)> frames, TimeSpan ring)
    {
        var interval = Median(Steps(frames), whenNone: 40_000);
        var group = Steps([.. frames.Where(frame => frame.IsKey)]).DefaultIfEmpty(UnknownGroup).Max();
        var framesInPart = Math.Max(1, (long)Math.Round(WantedPart / (double)interval));
        var longest = Math.Max(1, (int)(ring.TotalSeconds / 3));
        var target = Math.Clamp((int)Math.Round(group / 1_000_000.0), 1, longest);
        return new HlsPace(target, Math.Min(framesInPart * interval, target * 1_000_000L));
    }

    private static IEnumerable<long> Steps(IReadOnlyList<(long DecodeTime, bool IsKey)> frames) =>
        frames.Zip(frames.Skip(1), (before, after) => after.DecodeTime - before.DecodeTime);

    private static long Median(IEnumerable<long> values, long whenNone)
    {
        var sorted = values.Where(value => value > 0).Order().ToArray();
        return sorted.Length == 0 ? whenNone : sorted[sorted.Length / 2];
    }
}
