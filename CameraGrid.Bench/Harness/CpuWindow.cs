using System.Diagnostics;

namespace CameraGrid.Bench.Harness;

/// <summary>How much of one core some processes take, over a few windows of time.</summary>
internal static class CpuWindow
{
    private const int Windows = 3;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(8);

    /// <summary>How long a measurement takes.</summary>
    public static TimeSpan Total { get; } = Length * Windows;

    /// <summary>Shares of one core, a median over the windows for each group of processes.</summary>
    public static async Task<double[]> MeasureAsync(
        IReadOnlyList<IReadOnlyList<int>> groups,
        CancellationToken cancellationToken
    )
    {
        var shares = groups.Select(_ => new List<double>()).ToArray();
        for (var window = 0; window < Windows; window++)
        {
            var before = groups.Select(ProcessUsage.Cpu).ToArray();
            var started = Stopwatch.GetTimestamp();
            await Task.Delay(Length, TimeProvider.System, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started);
            for (var i = 0; i < groups.Count; i++)
            {
                shares[i].Add((ProcessUsage.Cpu(groups[i]) - before[i]) / elapsed);
            }
        }

        return [.. shares.Select(Report.Percentiles.Median)];
    }
}
