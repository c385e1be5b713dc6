using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class FrameWatchTests
{
    private readonly Random _random = new(1);
    private FrameWatch _watch = new(StreamPlan.CopyAll);
    private TimeSpan _now;
    private double _frames;
    private double _packets;

    [Theory]
    [InlineData(25)]
    [InlineData(5)]
    [InlineData(2)]
    public void A_camera_that_freezes_is_noticed_within_four_seconds(double rate)
    {
        Assert.Null(Send(TimeSpan.FromSeconds(10), rate));
        var frozen = _now;

        Assert.Equal(FailureReason.Stalled, Send(TimeSpan.FromSeconds(10), 0));

        Assert.InRange(_now - frozen, FramePace.Ordinary, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Random_bytes_are_no_pictures_though_one_in_ten_looks_like_one()
    {
        Assert.Null(Send(TimeSpan.FromSeconds(10), 25));
        var broken = _now;

        Assert.Equal(FailureReason.BadData, Send(TimeSpan.FromSeconds(20), 25, share: 0.1));

        Assert.InRange(_now - broken, FramePace.Ordinary, TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData(0.95, 60)]
    [InlineData(0.7, 60)]
    [InlineData(0, 1.5)]
    public void Lost_packets_and_short_damage_end_no_run(double share, double seconds)
    {
        Assert.Null(Send(TimeSpan.FromSeconds(10), 25));

        Assert.Null(Send(TimeSpan.FromSeconds(seconds), 25, share));

        Assert.Null(Send(TimeSpan.FromSeconds(10), 25));
    }

    [Fact]
    public void What_came_before_the_first_keyframe_is_forgotten()
    {
        Assert.Null(Send(TimeSpan.FromSeconds(9), 25, share: 0));
        Assert.Null(Send(FrameWatch.LookEvery * 2, 25));
        var frozen = _now;

        Assert.Equal(FailureReason.Stalled, Send(TimeSpan.FromSeconds(10), 0));

        Assert.InRange(_now - frozen, FramePace.Ordinary, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void A_camera_without_an_answer_is_given_up_after_fifteen_seconds()
    {
        Assert.Equal(FailureReason.Timeout, Send(TimeSpan.FromMinutes(1), 0));

        Assert.InRange(_now, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(16));
        Assert.False(_watch.IsLive);
    }

    [Fact]
    public void A_keyframe_may_take_half_a_minute()
    {
        Assert.Equal(FailureReason.NoKeyframe, Send(TimeSpan.FromMinutes(1), 25, share: 0));

        Assert.InRange(_now, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public void A_camera_that_announces_more_than_it_sends_is_given_time_in_the_next_run()
    {
        Assert.Null(Send(FrameWatch.LookEvery, 4));
        Assert.Equal(FailureReason.Replanned, Send(TimeSpan.FromSeconds(10), 0));

        _watch = new FrameWatch(StreamPlan.CopyAll with { IsPatient = true });
        (_now, _frames, _packets) = (TimeSpan.Zero, 0, 0);

        Assert.Null(Send(TimeSpan.FromMinutes(2), 0.2));
    }

    /// <summary>Looks as often as a run does; the first answer, or null where the time is over.</summary>
    private FailureReason? Send(TimeSpan time, double rate, double share = 1)
    {
        for (var until = _now + time; _now < until; )
        {
            _now += FrameWatch.LookEvery;
            var (before, after) = (Math.Floor(_packets), _packets += rate * FrameWatch.LookEvery.TotalSeconds);
            for (var packet = before; packet < Math.Floor(after); packet++)
            {
                _frames += _random.NextDouble() < share ? 1 : 0;
            }

            if (_watch.Look(_now, (long)_frames, (long)_packets, announced: 25) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }
}
