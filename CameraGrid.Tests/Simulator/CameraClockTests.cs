using CameraGrid.Simulator.Cameras;

namespace CameraGrid.Tests.Simulator;

public sealed class CameraClockTests
{
    [Fact]
    public void A_pause_while_the_clocks_are_read_does_not_set_them_apart()
    {
        var time = new HesitantTime();

        var (timestamp, wallClock) = CameraClock.ReadBoth(time);

        Assert.Equal(timestamp, (wallClock - DateTimeOffset.UnixEpoch).Ticks);
    }

    [Fact]
    public void The_wall_clock_of_a_camera_is_that_of_the_machine()
    {
        var time = TimeProvider.System;
        var clock = new CameraClock(time, CameraClock.ReadBoth(time), TimeSpan.FromMilliseconds(30));

        var (before, now, after) = (time.GetUtcNow(), clock.Now, time.GetUtcNow());

        var tolerance = TimeSpan.FromMilliseconds(1);
        Assert.InRange(now, before - tolerance, after + tolerance);
    }

    /// <summary>Both clocks show the same; the machine halts now and then between their readings.</summary>
    private sealed class HesitantTime : TimeProvider
    {
        private long _ticks;
        private int _reading;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow()
        {
            _ticks += _reading++ == 4 ? 0 : TimeSpan.TicksPerMillisecond * 15;
            return DateTimeOffset.UnixEpoch.AddTicks(_ticks);
        }
    }
}
