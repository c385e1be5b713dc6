using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Recovery;

/// <summary>Trials as rows of a table.</summary>
internal static class TrialFigures
{
    /// <summary>Median, 95th percentile, which must not be above the bound, and the slowest.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="seconds">One value a trial; null, which counts as the limit, where it did not happen in time.</param>
    /// <param name="bound">In seconds.</param>
    public static IEnumerable<Figure> Of(string name, IEnumerable<double?> seconds, double bound)
    {
        var values = seconds.Select(value => value ?? Trial.Limit.TotalSeconds).ToList();
        yield return Figure.Plain($"{name}, p50", values.Median(), "s", digits: 2);
        yield return Figure.AtMost($"{name}, p95", values.Percentile(0.95), bound, "s", digits: 2);
        yield return Figure.Plain($"{name}, slowest of {values.Count}", values.Max(), "s", digits: 2);
    }
}
