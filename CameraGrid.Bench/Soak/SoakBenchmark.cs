using System.Globalization;
using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Recovery;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Soak;

/// <summary>The whole product under random faults for a while: does every picture come back, and does anything grow?</summary>
internal sealed class SoakBenchmark : IBenchmark
{
    private const double Mega = 1_000_000;

    /// <summary>From the start on caches fill, and the first pictures of all tiles are decoded.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <summary>What was taken by the last fault is given back by then.</summary>
    private static readonly TimeSpan CoolDown = TimeSpan.FromSeconds(15);

    public string Name => "soak";

    public bool OnlyByName => true;

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var seed = context.Options.Seed ?? Random.Shared.Next();
        context.Say($"soak: starting, seed {seed}");
        await using var scene = await Scene.StartAsync(withMain: true, cancellationToken);
        await using var line = new Line(scene.Services.Gateway.Address);
        await scene.OpenPageAsync(line.Address, cancellationToken);
        await Task.Delay(WarmUp, TimeProvider.System, cancellationToken);
        var before = await MemoryOfAll.ReadAsync(scene, cancellationToken);

        var run = new SoakRun(scene, context.Say, cancellationToken);
        var share = new LiveShare(scene.Page, () => run.Hit);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var counting = share.RunAsync(over.Token);
        context.Say($"soak: {context.Minutes} minutes of faults");
        var plan = SoakPlan.Of(seed, new SoakFaults(scene, line).All, scene.Cameras.Count);
        await run.RunAsync(plan, TimeSpan.FromMinutes(context.Minutes));
        await over.CancelAsync();
        await counting;

        await Task.Delay(CoolDown, TimeProvider.System, cancellationToken);
        await scene.LiveAsync(cancellationToken);
        await LiveCameras.WaitAsync(scene.Services.Gateway.Address, cancellationToken);
        var after = await MemoryOfAll.ReadAsync(scene, cancellationToken);
        return new BenchmarkResult(
            "soak: the whole product under random faults",
            Inputs(seed, context.Minutes),
            [.. Figures(run.Outcomes, share), .. Memory(before, after, scene.Streams)]
        )
        {
            Failures = [.. run.Outcomes.Where(outcome => !outcome.Healed).Select(outcome => outcome.ToString())],
        };
    }

    private static IReadOnlyList<string> Inputs(int seed, double minutes) =>
        [
            Scene.Description,
            "Main and sub stream of each camera are pulled, and the page is opened through a relay that can be cut.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Faults of cameras, FFmpegs, services and the line, drawn at random (seed {seed}) for {minutes} minutes: every 1 to 5 s another one,"
            )
                + $" on up to {SoakRun.MostAtATime} cameras at a time; those that hit all pictures come alone. Every kind comes once before any comes again.",
            "Each fault has its own limit, from its end to the next picture that left FFmpeg after it; what misses it is named below"
                + " the table and ends the program with 1. Pictures live: once a second, the tiles that have shown a new frame in the last 1.5 s.",
            $"Memory: proportional set size (PSS), and the page's heap after a collection; {WarmUp.TotalSeconds:F0} s after all was live,"
                + $" and {CoolDown.TotalSeconds:F0} s after the last fault. What was killed meanwhile began anew.",
        ];

    private static IEnumerable<Figure> Figures(IReadOnlyList<SoakOutcome> outcomes, LiveShare share)
    {
        var healed = outcomes.Count(outcome => outcome.Healed);
        yield return Figure.Plain("pictures live, all tiles, faults included", share.All, "%", digits: 2);
        yield return Figure.Plain("pictures live, tiles without a fault of their own", share.Others, "%", digits: 2);
        yield return Figure.AtLeast("faults healed in their time", healed, outcomes.Count, "");
        yield return Figure.Plain(
            "kinds of fault",
            outcomes.Select(outcome => outcome.Fault.Name).Distinct().Count(),
            ""
        );
        if (outcomes.MaxBy(outcome => outcome.Live ?? double.MaxValue) is { } worst)
        {
            yield return new Figure("worst recovery", worst.ToString());
            yield return Figure.Plain(
                "recovery, median of all",
                outcomes.Select(outcome => outcome.Live ?? double.PositiveInfinity).Median(),
                "s",
                digits: 2
            );
        }

        foreach (
            var kind in outcomes
                .GroupBy(outcome => outcome.Fault)
                .OrderBy(kind => kind.Key.Name, StringComparer.Ordinal)
        )
        {
            yield return Figure.AtMost(
                $"{kind.Key.Name}, slowest of {kind.Count()}",
                kind.Max(outcome => outcome.Live ?? double.PositiveInfinity),
                kind.Key.Due.TotalSeconds,
                "s",
                digits: 2
            );
        }
    }

    private static IEnumerable<Figure> Memory(MemoryOfAll before, MemoryOfAll after, int streams)
    {
        foreach (var ((name, first), (_, last)) in before.Processes.Zip(after.Processes))
        {
            yield return new Figure($"memory, {name}: start, end", $"{Megabytes(first)}, {Megabytes(last)}");
        }

        yield return new Figure(
            "page, heap: start, end",
            $"{Megabytes(before.Page.HeapBytes)}, {Megabytes(after.Page.HeapBytes)}"
        );
        yield return new Figure(
            "page, nodes and listeners: start, end",
            $"{before.Page.Nodes} and {before.Page.Listeners}, {after.Page.Nodes} and {after.Page.Listeners}"
        );
        yield return new Figure("FFmpegs at the end", $"{after.Ffmpegs}", $"= {streams}", after.Ffmpegs == streams);
    }

    private static string Megabytes(double bytes) => Figure.Text(bytes / Mega, "MB", 1);
}
