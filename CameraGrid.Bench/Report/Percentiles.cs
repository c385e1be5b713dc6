namespace CameraGrid.Bench.Report;

/// <summary>Order statistics of a set of samples.</summary>
internal static class Percentiles
{
    /// <summary>The middle sample, or half way between the two in the middle.</summary>
    public static double Median(this IEnumerable<double> samples) => samples.Percentile(0.5);

    /// <summary>Between the two nearest ranks it interpolates linearly.</summary>
    /// <param name="samples">In any order.</param>
    /// <param name="share">0 is the smallest sample, 1 the largest.</param>
    /// <exception cref="BenchmarkException">There is no sample.</exception>
    public static double Percentile(this IEnumerable<double> samples, double share)
    {
        var sorted = samples.Order().ToArray();
        if (sorted.Length == 0)
        {
            throw new BenchmarkException("There is not one sample.");
        }

        var rank = share * (sorted.Length - 1);
        var below = (int)Math.Floor(rank);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
