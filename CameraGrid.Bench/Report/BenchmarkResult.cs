namespace CameraGrid.Bench.Report;

/// <summary>What a benchmark found.</summary>
/// <param name="Title">The heading of its table.</param>
/// <param name="Inputs">What was measured and how, a sentence each.</param>
/// <param name="Figures">The rows.</param>
internal sealed record BenchmarkResult(string Title, IReadOnlyList<string> Inputs, IReadOnlyList<Figure> Figures)
{
    /// <summary>What must never happen and did, a line each: the program ends with 1.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];
}
