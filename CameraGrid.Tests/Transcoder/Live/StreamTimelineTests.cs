using CameraGrid.Transcoder.Live;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Live;

public sealed class StreamTimelineTests
{
    private const long Interval = 40_000;
    private readonly FakeTimeProvider _time = new();
    private readonly StreamTimeline _timeline;

    public StreamTimelineTests() => _timeline = new StreamTimeline(_time);

    [Fact]
    public void A_steady_camera_keeps_its_pace_from_the_present_on()
    {
        _time.Advance(TimeSpan.FromSeconds(7));

        var placed = Place(1_000_000_000_000, count: 5);

        Assert.Equal([7_000_000, 7_040_000, 7_080_000, 7_120_000, 7_160_000], placed.Select(p => p.DecodeTime));
        Assert.All(placed, position => Assert.Equal(position.DecodeTime, position.CodedTime));
    }

    [Theory]
    [InlineData(3_600_000_000)]
    [InlineData(-3_600_000_000)]
    [InlineData(-100_000)]
    [InlineData(-79_990)]
    public void A_clock_that_jumps_goes_on_at_the_present(long jump)
    {
        var before = Place(10_000_000_000, count: 3)[^1];

        var after = Place(10_000_000_000 + jump, count: 2);

        Assert.Equal(before.DecodeTime + Interval, after[0].DecodeTime);
        Assert.Equal(before.DecodeTime + 2 * Interval, after[1].DecodeTime);
    }

    [Fact]
    public void Timestamps_that_stand_still_still_make_progress()
    {
        var placed = Enumerable.Range(0, 5).Select(_ => PlaceLive(5_000_000)).ToArray();

        Assert.Equal([0, 40_000, 80_000, 120_000, 160_000], placed.Select(p => p.DecodeTime));
    }

    /// <summary>A timeline that runs ahead starves its players; one that falls behind makes them late.</summary>
    [Theory]
    [InlineData("five frames a timestamp")]
    [InlineData("no timestamps")]
    [InlineData("jumps back and forth")]
    [InlineData("no timestamps, in bursts")]
    [InlineData("two percent fast, and ten seconds back")]
    public void Whatever_a_clock_does_the_timeline_keeps_to_the_present(string camera)
    {
        var ticks = 0;
        Func<int, long> clock = camera switch
        {
            "five frames a timestamp" => i => i / 5 * 5 * Interval + ticks++ % 5 * 11,
            "no timestamps" or "no timestamps, in bursts" => i => i * 11,
            "jumps back and forth" => i => i * Interval + (i / 100 % 2 == 0 ? 0 : 7_200_000_000),
            _ => i => i * Interval * 102 / 100 - (i < 1000 ? 0 : 10_000_000),
        };
        PlaceOne(clock(0));
        var last = 0L;
        for (var i = 1; i <= 2000; i++)
        {
            _time.Advance(TimeSpan.FromMicroseconds(Interval));
            if (camera.EndsWith("bursts", StringComparison.Ordinal) && i % 10 != 0)
            {
                continue;
            }

            for (var frame = camera.EndsWith("bursts", StringComparison.Ordinal) ? i - 9 : i; frame <= i; frame++)
            {
                var placed = PlaceOne(clock(frame)).DecodeTime;
                Assert.InRange(placed - last, 1, 5 * Interval);
                last = placed;
            }
        }

        Assert.InRange(last - 2000 * Interval, -1_700_000, 1_700_000);
    }

    [Fact]
    public void An_outage_that_ends_at_the_present_is_no_new_clock()
    {
        PlaceOne(0);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(30_000_000, PlaceOne(30_000_000).DecodeTime);
    }

    [Fact]
    public void A_new_generation_begins_at_the_present_and_behind_the_last()
    {
        Place(500_000_000, count: 100);
        _timeline.StartGeneration();

        var first = PlaceOne(0);

        Assert.Equal(100 * Interval, first.DecodeTime);
    }

    /// <summary>Its keyframe may follow at any distance; coded behind the last frame, it would have to carry the whole outage.</summary>
    [Fact]
    public void A_new_generation_is_coded_where_it_is_however_long_the_camera_was_away()
    {
        Place(0, count: 100);
        _time.Advance(TimeSpan.FromHours(12));
        _timeline.StartGeneration();

        var first = PlaceOne(0);

        Assert.Equal(first.DecodeTime, first.CodedTime);
        Assert.Equal(first.PresentationTime, first.CodedTime);
        Assert.InRange(first.CodedDuration, 1, 1_000_000);
    }

    [Fact]
    public void Audio_and_video_share_the_cameras_clock()
    {
        var video = PlaceOne(8_000_000);
        var audio = _timeline.Place(TrackKind.Audio, 8_021_333, 8_021_333);

        Assert.Equal(21_333, audio.DecodeTime - video.DecodeTime);
    }

    [Fact]
    public void B_frames_keep_their_composition_offset()
    {
        Assert.Equal(80_000, _timeline.Place(TrackKind.Video, 0, 80_000).PresentationTime);
    }

    /// <summary>Media Source Extensions, coded frame processing: a step over twice the last duration drops up to a keyframe.</summary>
    [Theory]
    [InlineData(new[] { 40, 40, 40, 200, 40, 40, 40 })]
    [InlineData(new[] { 40, 40, 1000, 1000, 40, 40 })]
    [InlineData(new[] { 40, 5, 75, 5, 75, 300, 1, 40 })]
    public void Late_frames_are_coded_within_the_step_that_browsers_allow(int[] stepsInMilliseconds)
    {
        var time = 0L;
        var last = PlaceOne(time);
        foreach (var step in stepsInMilliseconds)
        {
            time += step * 1000L;
            var position = PlaceOne(time);

            Assert.InRange(position.CodedTime - last.CodedTime, 1, 2 * last.CodedDuration);
            Assert.Equal(time, position.PresentationTime);
            last = position;
        }
    }

    private TimelinePosition[] Place(long from, int count) =>
        [.. Enumerable.Range(0, count).Select(i => PlaceLive(from + i * Interval))];

    private TimelinePosition PlaceLive(long time)
    {
        var position = PlaceOne(time);
        _time.Advance(TimeSpan.FromMicroseconds(Interval));
        return position;
    }

    private TimelinePosition PlaceOne(long time) => _timeline.Place(TrackKind.Video, time, time);
}
