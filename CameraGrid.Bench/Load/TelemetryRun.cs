using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>What one CameraGrid took of one core for a while; 1 is all of it.</summary>
/// <param name="Product">CameraGrid's process.</param>
/// <param name="Ffmpegs">Its FFmpegs.</param>
internal readonly record struct TelemetryRun(double Product, double Ffmpegs)
{
    public double All => Product + Ffmpegs;

    /// <summary>How much more is taken with telemetry than without, of the latter; medians of each.</summary>
    public static double Cost(IEnumerable<TelemetryRun> without, IEnumerable<TelemetryRun> with) =>
        Median(with) / Median(without) - 1;

    private static double Median(IEnumerable<TelemetryRun> runs) => runs.Select(run => run.All).Median();
}
