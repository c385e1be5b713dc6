using CameraGrid.Bench.Report;

namespace CameraGrid.Bench;

/// <summary>One benchmark: it starts all it needs, measures, and leaves nothing behind.</summary>
internal interface IBenchmark
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>It runs where it is named and not among all the others: it takes too long, or looks for something else.</summary>
    bool OnlyByName => false;

    /// <summary>Runs it. What cannot run throws <see cref="BenchmarkException"/>; a bound that is missed is a result.</summary>
    Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken);
}

/// <summary>What a benchmark is told.</summary>
/// <param name="Options">The command line.</param>
/// <param name="Minutes">How long a long measurement lasts.</param>
/// <param name="Say">Tells the person who waits what is going on.</param>
internal sealed record BenchmarkContext(BenchOptions Options, double Minutes, Action<string> Say)
{
    /// <summary>Whether a row is asked for.</summary>
    public bool Measures(string row) => row.Contains(Options.Only ?? "", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A benchmark could not run; the message says why and what to do.</summary>
internal sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
