using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Recovery;

namespace CameraGrid.Tests.Bench.Recovery;

public sealed class TrialTests
{
    [Fact]
    public void The_slowest_tile_is_the_trial()
    {
        Assert.Equal(2.5, Trial.Slowest([new(1), new(2.5), new(2)]).Live);
        Assert.Null(Trial.Slowest([new(1), new(null)]).Live);
    }

    [Fact]
    public void What_never_came_back_counts_as_the_limit_and_misses_the_bound()
    {
        var figures = TrialFigures.Of("camera frozen", [1, 1, null], 3).ToList();

        Assert.Equal(
            ["camera frozen, p50", "camera frozen, p95", "camera frozen, slowest of 3"],
            figures.Select(row => row.Name)
        );
        Assert.Equal("1.00 s", figures[0].Measured);
        Assert.False(figures[1].Met);
        Assert.Equal("40.00 s", figures[2].Measured);
    }

    [Fact]
    public void A_frame_is_so_many_seconds_after_a_fault()
    {
        var fault = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

        Assert.Equal(1.25, new LiveFrame(1_700_000_001_250, 1_700_000_001_200, 640).SecondsSince(fault));
    }
}
