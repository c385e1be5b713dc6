using System.Diagnostics;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>How many sub streams one node keeps live at once, each watched by one viewer.</summary>
internal sealed class CapacityBenchmark : IBenchmark
{
    private const int Asked = 64;

    private static readonly int[] Steps =
    [
        Asked,
        128,
        256,
        384,
        512,
        544,
        576,
        608,
        640,
        704,
        768,
        896,
        LightCameras.Most,
    ];

    // Rings fill in 10 s.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    public string Name => "capacity";

    public bool OnlyByName => true;

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var simulator = await LightCameras.StartSimulatorAsync(cancellationToken);
        var steps = new List<CapacityStep>();
        string? limit = null;
        foreach (var count in Steps.Where(count => context.Options.Chooses($"{count} streams")))
        {
            context.Say($"capacity: {count} streams with a viewer each");
            try
            {
                var step = await MeasureAsync(simulator, count, cancellationToken);
                steps.Add(step);
                foreach (var row in CapacityResult.Rows(step, Environment.ProcessorCount))
                {
                    context.Say($"{row.Name}: {row.Measured}");
                }
            }
            catch (BenchmarkException failure) when (count > Asked)
            {
                limit = $"{count} streams: {failure.Message.Split('\n')[0]}";
                break;
            }

            limit = steps[^1].Limit();
            if (limit is not null)
            {
                break;
            }
        }

        return new BenchmarkResult(
            "capacity: sub streams live at once on one node, with a viewer each",
            Inputs,
            CapacityResult.Rows(Asked, Environment.ProcessorCount, steps, limit)
        );
    }

    private static IReadOnlyList<string> Inputs =>
        [
            LightCameras.Description,
            "CameraGrid copies them into rings of 10 s; one WebSocket reader each through the gateway, in the benchmark's process."
                + " Simulator and viewers share the processors with CameraGrid, so what they take is told.",
            $"From {Asked} streams on, up to {LightCameras.Most} and each time a fresh start, until a stream does not get live within"
                + $" {LiveCameras.Limit.TotalSeconds:F0} s, more than {100 * (1 - CapacityStep.LeastDelivered):F0} % of the frames do not come,"
                + $" or less than {100 * CapacityStep.LeastSpare:F0} % of one core is idle.",
            $"CPU: user and system time of each process from /proc as a share of one core, over {Window.TotalSeconds:F0} s, after"
                + $" {WarmUp.TotalSeconds:F0} s with all viewers; spare is the idle time of /proc/stat, and all else is what is missing to the sum:"
                + " interrupts, other programs.",
            "Memory: proportional set size (PSS) from /proc at the end of that. Frames: messages read, of those due.",
        ];

    private static async Task<CapacityStep> MeasureAsync(
        SimulatorProcess simulator,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var watched = await WatchedCameras.StartAsync(
            LightCameras.Take(count, simulator),
            WarmUp,
            cancellationToken
        );
        var (product, ffmpegs) = (watched.Product, watched.Ffmpegs);
        IReadOnlyList<int>[] groups = [product, ffmpegs, [simulator.Id], [Environment.ProcessId]];
        var before = groups.Select(ProcessUsage.Cpu).ToArray();
        var (idle, messages, started) = (MachineUsage.Idle(), watched.Viewers.Messages, Stopwatch.GetTimestamp());
        await Task.Delay(Window, TimeProvider.System, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        messages = watched.Viewers.Messages - messages;
        idle = MachineUsage.Idle() - idle;
        double[] shares = [.. groups.Select((group, i) => (ProcessUsage.Cpu(group) - before[i]) / elapsed)];
        watched.ThrowIfBroken();
        return new CapacityStep(
            count,
            watched.LiveAfter,
            messages / (elapsed.TotalSeconds * count * LightCameras.FrameRate),
            shares[0],
            shares[1],
            shares[2],
            shares[3],
            idle / elapsed,
            (double)ProcessUsage.ProportionalSetSize(product) / count,
            (double)ProcessUsage.ProportionalSetSize(ffmpegs) / count
        );
    }
}
