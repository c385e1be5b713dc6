using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Simulator;

public sealed class ClockPatternTests
{
    [Theory]
    [InlineData(0, 640, 360)]
    [InlineData(1, 320, 180)]
    [InlineData(1365, 1280, 720)]
    [InlineData(1499, 1920, 1080)]
    public void A_number_is_read_from_its_squares_at_any_size(int number, int width, int height)
    {
        Assert.Equal(
            number,
            ClockPattern.Read((x, y) => Draw(number, x * 640 / width, y * 360 / height), width, height)
        );
    }

    [Fact]
    public void A_picture_without_the_pattern_has_no_number()
    {
        Assert.Null(ClockPattern.Read((_, _) => 128, 640, 360));
        Assert.Null(ClockPattern.Read((x, y) => Draw(1500, x, y), 640, 360));
        Assert.Null(ClockPattern.Read((_, _) => 0, 0, 0));
    }

    [Fact]
    public void A_frame_was_sent_the_last_time_its_number_was_due()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var clock = new SimulatedCameras(Options.Create(new SimulatorOptions()), time).Clock;

        Assert.Equal(clock.Epoch, clock.SentAt(0));
        time.Advance(TimeSpan.FromMilliseconds(60_100));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(60), clock.SentAt(0));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(60_080), clock.SentAt(2));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddMilliseconds(120), clock.SentAt(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.SentAt(1500));
    }

    private static byte Draw(int number, int x, int y)
    {
        var square = (x - ClockPattern.Left) / ClockPattern.Block;
        if (y is < 32 or >= 64 || x < ClockPattern.Left || square >= 2 + ClockPattern.Bits)
        {
            return 128;
        }

        return square switch
        {
            0 => 235,
            1 => 16,
            _ => (number >> (square - 2) & 1) == 1 ? (byte)220 : (byte)30,
        };
    }
}
