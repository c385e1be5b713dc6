using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Latency;

namespace CameraGrid.Tests.Bench.Latency;

public sealed class ClockLatencyTests
{
    private const double Epoch = 1_700_000_000_123.5;
    private const double Interval = 40;
    private const int FrameCount = 1500;

    private static readonly ClockLatency Clock = new(
        new SimulatedClock(
            new SimulatedClockCamera(new Uri("rtsp://127.0.0.1/clock/main")),
            Epoch,
            Interval,
            FrameCount
        )
    );

    [Theory]
    [InlineData(0)]
    [InlineData(1499)]
    [InlineData(1500)]
    [InlineData(100_000)]
    public void Latency_is_counted_from_the_latest_time_the_number_was_sent(long frame) =>
        Assert.Equal(90, Assert.Single(Clock.Of([Sample(frame, 90)])), 0.01);

    [Fact]
    public void Numbers_may_begin_again_among_the_samples()
    {
        var latencies = Clock.Of([.. Enumerable.Range(1490, 20).Select(frame => Sample(frame, 75))]);

        Assert.Equal(20, latencies.Count);
        Assert.All(latencies, latency => Assert.Equal(75, latency, 0.01));
    }

    [Fact]
    public void A_picture_newer_than_the_frame_that_was_announced_is_left_out()
    {
        var early = Sample(25, 80) with { Number = 26 };

        var latencies = Clock.Of([Sample(10, 80), Sample(15, 80), Sample(20, 80), early]);

        Assert.Equal(3, latencies.Count);
        Assert.All(latencies, latency => Assert.Equal(80, latency, 0.01));
    }

    [Fact]
    public void Each_tile_has_a_timeline_of_its_own()
    {
        ClockSample[] samples = [.. Enumerable.Range(0, 6).Select(frame => Sample(frame, 80, tile: frame % 2))];

        Assert.Equal(6, Clock.Of(samples).Count);
    }

    private static ClockSample Sample(long frame, double latency, int tile = 0) =>
        new(
            tile,
            (int)(frame % FrameCount),
            Epoch + frame * Interval + latency,
            MediaTime: frame * Interval + 777 * (tile + 1)
        );
}
