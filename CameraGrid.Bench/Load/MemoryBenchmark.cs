using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>Memory of sixteen copied streams, and whether it grows.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const double Mega = 1_000_000;

    /// <summary>What still counts as flat: the collector lets its heap breathe.</summary>
    private const double MostGrowth = 0.05;

    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(5);

    public string Name => "memory";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromMinutes(context.Minutes);
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        context.Say($"memory: sixteen streams and sixteen viewers, {context.Minutes} minutes");
        await using var heavy = await HeavyCameras.StartAsync(simulator, cancellationToken);

        var samples = new List<Sample>();
        for (var elapsed = TimeSpan.Zero; elapsed <= duration; elapsed += SampleEvery)
        {
            samples.Add(
                new Sample(
                    ProcessUsage.ProportionalSetSize(heavy.Product),
                    ProcessUsage.ProportionalSetSize(heavy.Ffmpegs)
                )
            );
            await Task.Delay(SampleEvery, TimeProvider.System, cancellationToken);
        }

        heavy.ThrowIfBroken();
        return Result(samples, context.Minutes);
    }

    private static BenchmarkResult Result(IReadOnlyList<Sample> samples, double minutes)
    {
        // A fifth of the time at either end, so that one collection more or less decides nothing.
        var share = Math.Max(1, samples.Count / 5);
        var start = samples.Take(share).Select(sample => sample.PerStream).Median();
        var end = samples.TakeLast(share).Select(sample => sample.PerStream).Median();
        var growth = end / start - 1;
        return new BenchmarkResult(
            "memory: sixteen 1080p25 streams with a viewer each",
            [
                HeavyCameras.Description,
                "CameraGrid copies them into rings of 10 s; one WebSocket reader each through the gateway.",
                $"Memory: proportional set size (PSS) of CameraGrid and its FFmpegs from /proc, divided by sixteen, every"
                    + $" {SampleEvery.TotalSeconds:F0} s over {minutes} minutes; start and end are medians of the first and last fifth.",
            ],
            [
                Figure.AtMost(
                    "a stream, median",
                    samples.Select(sample => sample.PerStream).Median() / Mega,
                    30,
                    "MB",
                    digits: 1
                ),
                Figure.Plain(
                    "of it CameraGrid",
                    samples.Select(sample => sample.Product).Median() / HeavyCameras.Count / Mega,
                    "MB",
                    digits: 1
                ),
                Figure.Plain(
                    "of it FFmpeg",
                    samples.Select(sample => sample.Ffmpegs).Median() / HeavyCameras.Count / Mega,
                    "MB",
                    digits: 1
                ),
                Figure.Plain("a stream at the start", start / Mega, "MB", digits: 1),
                Figure.Plain("a stream at the end", end / Mega, "MB", digits: 1),
                Figure.Plain(
                    "a stream at the highest",
                    samples.Max(sample => sample.PerStream) / Mega,
                    "MB",
                    digits: 1
                ),
                new(
                    "growth from start to end",
                    Figure.Text(100 * growth, "%", 1),
                    $"flat: ≤ {100 * MostGrowth} %",
                    growth <= MostGrowth
                ),
            ]
        );
    }

    private readonly record struct Sample(double Product, double Ffmpegs)
    {
        public double PerStream => (Product + Ffmpegs) / HeavyCameras.Count;
    }
}
