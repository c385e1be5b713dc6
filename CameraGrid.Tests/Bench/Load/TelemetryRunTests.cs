using CameraGrid.Bench.Load;

namespace CameraGrid.Tests.Bench.Load;

public sealed class TelemetryRunTests
{
    [Fact]
    public void The_cost_is_between_the_medians_so_that_one_disturbed_run_decides_nothing()
    {
        TelemetryRun[] without = [new(0.11, 0.09), new(0.5, 0.3), new(0.1, 0.1)];
        TelemetryRun[] with = [new(0.12, 0.09), new(0.1, 0.05), new(0.11, 0.1)];

        Assert.Equal(0.05, TelemetryRun.Cost(without, with), 9);
    }
}
