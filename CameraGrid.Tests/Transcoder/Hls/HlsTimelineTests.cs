using System.Globalization;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder.Hls;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder.Hls;

public sealed class HlsTimelineTests
{
    private static readonly HlsPace Pace = new(TargetDuration: 1, PartTarget: 200_000);
    private readonly HlsTimeline _timeline = new(Pace, firstMediaSequence: 100);
    private readonly Generation _generation = TestFrames.Generation();
    private long _sequence;

    [Fact]
    public void Segments_begin_at_keyframes_and_parts_hold_five_frames()
    {
        Add(Enumerable.Range(0, 60));

        Assert.Equal([100, 101, 102], _timeline.Segments.Select(segment => segment.MediaSequence));
        Assert.Equal([1_000_000L, 1_000_000L, null], _timeline.Segments.Select(segment => segment.Duration));
        Assert.Equal([5, 5, 2], _timeline.Segments.Select(segment => segment.Parts.Count));
        Assert.All(_timeline.Segments.SelectMany(s => s.Parts), part => Assert.Equal(200_000, part.Duration));
        Assert.All(_timeline.Segments, segment => Assert.True(segment.Parts[0].IsIndependent));
        Assert.All(_timeline.Segments.SelectMany(s => s.Parts.Skip(1)), part => Assert.False(part.IsIndependent));
    }

    /// <summary>Caches keep segments by their number; the shortest ones come at 0.92 s of 25 frames a second.</summary>
    [Fact]
    public void A_process_that_starts_later_begins_behind_all_numbers_of_the_one_before()
    {
        var start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        const int Frames = 25 * 600;

        Add(Enumerable.Range(0, Frames), keyEvery: 1);

        var used = _timeline.Current!.MediaSequence - 100;
        Assert.InRange(used, 640, 660);
        Assert.True(
            HlsTimeline.FirstMediaSequence(start) + used < HlsTimeline.FirstMediaSequence(start.AddSeconds(Frames / 25))
        );
    }

    [Fact]
    public void Parts_hold_every_frame_once_in_order()
    {
        Add(Enumerable.Range(0, 200), keyEvery: 37);

        var next = 0L;
        foreach (var part in _timeline.Segments.SelectMany(segment => segment.Parts))
        {
            Assert.Equal(next, part.First);
            next = part.End;
        }
    }

    [Fact]
    public void Sound_between_two_segments_belongs_to_the_later_one()
    {
        foreach (var index in Enumerable.Range(0, 60))
        {
            Add(index);
            Add(index * TestFrames.Interval + 20_000, TrackKind.Audio, isKey: true);
        }

        var next = 0L;
        foreach (var part in _timeline.Segments.SelectMany(segment => segment.Parts))
        {
            Assert.Equal(next, part.First);
            next = part.End;
        }

        Assert.All(_timeline.Segments, segment => Assert.Equal(segment.First, segment.Parts[0].First));
    }

    /// <summary>RFC 8216bis, 4.4.3.1: "rounded to the nearest integer, MUST be less than or equal to the Target Duration".</summary>
    [Theory]
    [InlineData(1_000_000, 450_000)]
    [InlineData(1_459_000, 1_500_000)]
    [InlineData(499_998, 999_999, 1_499_998, 2_000_000)]
    public void No_segment_rounds_to_more_than_the_target_duration(params int[] times)
    {
        Add(0);
        foreach (var time in times.Order())
        {
            Add(time, TrackKind.Video, isKey: false);
        }

        Add(9_000_000, TrackKind.Video, isKey: true);
        Add(9_040_000, TrackKind.Video, isKey: true, TestFrames.Generation(2));

        var durations = HlsPlaylist
            .Write(_timeline, skip: false)
            .Split('\n')
            .Where(line => line.StartsWith("#EXTINF:", StringComparison.Ordinal))
            .Select(line => decimal.Parse(line["#EXTINF:".Length..^1], CultureInfo.InvariantCulture))
            .ToArray();
        Assert.NotEmpty(durations);
        Assert.All(
            durations,
            duration => Assert.InRange(Math.Round(duration, MidpointRounding.AwayFromZero), 0, Pace.TargetDuration)
        );
    }

    [Fact]
    public void A_part_is_complete_with_its_last_frame()
    {
        Add(Enumerable.Range(0, 4));
        Assert.Empty(_timeline.Current!.Parts);

        Assert.True(Add(4));

        Assert.Single(_timeline.Current.Parts);
    }

    [Fact]
    public void A_long_group_of_pictures_is_cut_before_a_segment_gets_longer_than_promised()
    {
        Add(Enumerable.Range(0, 250), keyEvery: 250);

        Assert.True(_timeline.Segments.Count > 5);
        Assert.All(
            _timeline.Segments.Where(segment => segment.IsComplete),
            segment => Assert.InRange(Math.Round(segment.Duration!.Value / 1e6), 0, Pace.TargetDuration)
        );
    }

    [Fact]
    public void Keyframes_close_together_share_a_segment()
    {
        Add(Enumerable.Range(0, 51), keyEvery: 5);

        Assert.Equal([1_000_000L, 1_000_000L, null], _timeline.Segments.Select(segment => segment.Duration));
    }

    [Fact]
    public void A_new_generation_begins_a_segment_behind_a_discontinuity()
    {
        Add(Enumerable.Range(0, 30));
        var next = TestFrames.Generation(2);
        Add(100, generation: next);
        Add(Enumerable.Range(101, 4), generation: next);

        var last = _timeline.Current!;
        Assert.True(last.FollowsDiscontinuity);
        Assert.Equal(2, last.Generation.Number);
        Assert.Equal(200_000, _timeline.Segments[^2].Duration);
        Assert.Single(last.Parts);
    }

    [Fact]
    public void Dropped_discontinuities_are_counted()
    {
        Add(Enumerable.Range(0, 30));
        Add(100, generation: TestFrames.Generation(2));

        _timeline.DropBefore(100 * TestFrames.Interval, gone: 100 * TestFrames.Interval);

        Assert.Equal(1, _timeline.DiscontinuitySequence);
        Assert.Equal(102, Assert.Single(_timeline.Segments).MediaSequence);
    }

    /// <summary>RFC 8216bis, 6.2.2: what stays listed MUST NOT be shorter than three target durations.</summary>
    [Theory]
    [InlineData(25)]
    [InlineData(50)]
    public void The_playlist_keeps_three_target_durations_unless_the_ring_has_lost_them(int keyEvery)
    {
        var target = keyEvery / 25;
        var timeline = new HlsTimeline(Pace with { TargetDuration = target }, firstMediaSequence: 100);
        var listed = new List<int>();
        for (var i = 0; i < 30 * 25; i++)
        {
            timeline.Add(FrameAt(i * TestFrames.Interval, TrackKind.Video, i % keyEvery == 0, _generation));
            var now = i * TestFrames.Interval;
            timeline.DropBefore(now - 4_000_000, gone: now - 9_000_000);
            if (i >= 10 * 25)
            {
                listed.Add(timeline.Segments.Count(segment => segment.IsComplete));
            }
        }

        Assert.Equal(3, listed.Min());
        Assert.All(timeline.Segments, segment => Assert.True(segment.Start >= 21_000_000));

        timeline.DropBefore(100_000_000, gone: 100_000_000);
        Assert.Single(timeline.Segments);
    }

    [Theory]
    [InlineData(25, 1.0, 1, 200_000)]
    [InlineData(30, 2.0, 2, 199_998)]
    [InlineData(15, 1.0, 1, 200_001)]
    [InlineData(12.5, 4.0, 3, 160_000)]
    [InlineData(5, 10.0, 3, 200_000)]
    [InlineData(1, 1.0, 1, 1_000_000)]
    public void The_pace_fits_what_the_camera_sends(double rate, double group, int target, long part)
    {
        var interval = (long)Math.Round(1_000_000 / rate);
        var framesInGroup = (int)Math.Round(group * rate);
        var frames = Enumerable
            .Range(0, framesInGroup * 2 + 1)
            .Select(i => (i * interval, i % framesInGroup == 0))
            .ToArray();

        Assert.Equal(new HlsPace(target, part), HlsPace.Of(frames, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void The_playlist_lists_parts_segments_and_what_comes_next()
    {
        Add(Enumerable.Range(0, 31));

        Assert.Equal(
            """
            #EXTM3U
            #EXT-X-VERSION:9
            #EXT-X-TARGETDURATION:1
            #EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.60000,CAN-SKIP-UNTIL=6.0
            #EXT-X-PART-INF:PART-TARGET=0.20000
            #EXT-X-MEDIA-SEQUENCE:100
            #EXT-X-DISCONTINUITY-SEQUENCE:0
            #EXT-X-MAP:URI="init-1.mp4"
            #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:20.000Z
            #EXT-X-PART:DURATION=0.20000,URI="s100.0.m4s",INDEPENDENT=YES
            #EXT-X-PART:DURATION=0.20000,URI="s100.1.m4s"
            #EXT-X-PART:DURATION=0.20000,URI="s100.2.m4s"
            #EXT-X-PART:DURATION=0.20000,URI="s100.3.m4s"
            #EXT-X-PART:DURATION=0.20000,URI="s100.4.m4s"
            #EXTINF:1.00000,
            s100.m4s
            #EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:21.000Z
            #EXT-X-PART:DURATION=0.20000,URI="s101.0.m4s",INDEPENDENT=YES
            #EXT-X-PRELOAD-HINT:TYPE=PART,URI="s101.1.m4s"

            """.ReplaceLineEndings("\n"),
            HlsPlaylist.Write(_timeline, skip: false)
        );
    }

    [Fact]
    public void A_delta_update_leaves_out_what_lies_beyond_the_skip_boundary()
    {
        Add(Enumerable.Range(0, 251));

        var delta = HlsPlaylist.Write(_timeline, skip: true);

        // Segments 100 to 109 and the beginning of 110, its first part not yet there; all before 4.0 s may go.
        Assert.Contains("#EXT-X-SKIP:SKIPPED-SEGMENTS=3\n", delta);
        Assert.DoesNotContain("s102.m4s", delta);
        Assert.Contains("s103.m4s", delta);
    }

    [Fact]
    public void A_discontinuity_is_marked_and_brings_its_own_init_segment()
    {
        Add(Enumerable.Range(0, 30));
        var next = TestFrames.Generation(2);
        Add(100, generation: next);
        Add(Enumerable.Range(101, 4), generation: next);

        Assert.Contains(
            "s101.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init-2.mp4\"\n",
            HlsPlaylist.Write(_timeline, skip: false)
        );
    }

    private void Add(IEnumerable<int> indices, int keyEvery = 25, Generation? generation = null)
    {
        foreach (var index in indices)
        {
            Add(index, keyEvery, generation);
        }
    }

    private bool Add(int index, int keyEvery = 25, Generation? generation = null) =>
        Add(index * TestFrames.Interval, TrackKind.Video, index % keyEvery == 0, generation);

    private bool Add(long time, TrackKind track, bool isKey, Generation? generation = null) =>
        _timeline.Add(FrameAt(time, track, isKey, generation ?? _generation));

    private Frame FrameAt(long time, TrackKind track, bool isKey, Generation generation) =>
        new()
        {
            Sequence = _sequence++,
            Track = track,
            IsKey = isKey,
            Generation = generation,
            DecodeTime = time,
            PresentationTime = time,
            ArrivedAt = 1_700_000_000_000 + time / 1000,
            Block = null!,
            Offset = 0,
            HeaderLength = 0,
            Length = 0,
        };
}
