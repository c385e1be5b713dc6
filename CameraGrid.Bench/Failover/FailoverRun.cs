using System.Security.Cryptography;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Recovery;
using CameraGrid.Bench.Report;
using CameraGrid.Cameras;

namespace CameraGrid.Bench.Failover;

/// <summary>Rows of the table, measured with the same nodes.</summary>
/// <param name="nodes">The product.</param>
/// <param name="count">Trials a row.</param>
/// <param name="say">Tells the person who waits what is going on.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class FailoverRun(ManyNodes nodes, int count, Action<string> say, CancellationToken cancellationToken)
{
    private const double TakeoverBound = 15;
    private const double HandOverBound = 3;

    /// <summary>The shortest time between two trials.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>One transcoder after the other has the fault, and is well again before the next has it.</summary>
    public async Task<IReadOnlyList<Figure>> FaultAsync(string name, NodeFault fault)
    {
        var trials = new List<FailoverTrial>();
        while (trials.Count < count)
        {
            trials.Add(await TryAsync(fault, nodes.Nodes[trials.Count % nodes.Nodes.Count]));
            say($"failover: {name}, {trials.Count} of {count}: {trials[^1].Streams.Max():F2} s");
        }

        return
        [
            .. TrialFigures.Of(name, trials.SelectMany(trial => trial.Streams), TakeoverBound),
            Longest($"{name}: streams of the others", trials.Select(trial => trial.Others), bound: null),
            // What is dead or frozen gives nothing up.
            .. fault.StillServes
                ?
                [
                    Longest(
                        $"{name}: pulled twice",
                        trials.Select(trial => trial.Doubled),
                        OwnerStore.Lease.TotalSeconds
                    ),
                ]
                : Array.Empty<Figure>(),
            Longest($"{name}: its return, any stream", trials.Select(trial => trial.Back), HandOverBound),
        ];
    }

    /// <summary>Each transcoder in turn is stopped and started; the next one as soon as it is healthy.</summary>
    public async Task<IReadOnlyList<Figure>> RollAsync(string name)
    {
        var trials = new List<TimeSpan>();
        while (trials.Count < count)
        {
            await RestAsync();
            var began = Uptime.Now;
            await nodes.RestartInTurnAsync(cancellationToken);
            trials.Add(ManyNodes.LongestSilence(nodes.Viewers, began));
            say($"failover: {name}, {trials.Count} of {count}: {trials[^1].TotalSeconds:F2} s");
        }

        return
        [
            Figure.Plain(
                $"{name}: any stream, p50",
                trials.Select(trial => trial.TotalSeconds).Median(),
                "s",
                digits: 2
            ),
            Longest($"{name}: any stream", trials, HandOverBound),
        ];
    }

    private async Task<FailoverTrial> TryAsync(NodeFault fault, NodeProcess node)
    {
        await RestAsync();
        var hit = nodes.ViewersOf(node);
        var others = nodes.Nodes.Except([node]).ToList();
        var began = Uptime.Now;
        await fault.HappenAsync(node, cancellationToken);
        var rest = nodes.AtRestAsync(others, cancellationToken, fault.StillPulls ? node : null);
        var doubled = await DoublePulls.DuringAsync(rest, nodes.Simulator, cancellationToken);
        var over = Uptime.Now;
        var streams = hit.Select(viewer => viewer.Since(began))
            .Select(came => fault.StillServes ? came.LongestSilence(began, over) : came.BackAfter(began))
            .Select(time => time?.TotalSeconds)
            .ToList();
        var othersSilent = ManyNodes.LongestSilence(nodes.Viewers.Except(hit), began);

        var returned = Uptime.Now;
        await fault.EndAsync(node, cancellationToken);
        await nodes.AtRestAsync(nodes.Nodes, cancellationToken);
        return new FailoverTrial(streams, othersSilent, doubled, ManyNodes.LongestSilence(nodes.Viewers, returned));
    }

    // Up to one renewal more, so that trials meet every moment between two of them.
    private async Task RestAsync()
    {
        await nodes.AtRestAsync(nodes.Nodes, cancellationToken);
        var more = NodeStore.RenewEvery * (RandomNumberGenerator.GetInt32(1000) / 1000.0);
        await Task.Delay(Rest + more, TimeProvider.System, cancellationToken);
    }

    private static Figure Longest(string name, IEnumerable<TimeSpan> trials, double? bound)
    {
        var seconds = trials.Select(trial => trial.TotalSeconds).ToList();
        var text = $"{name}, longest of {seconds.Count}";
        return bound is { } most
            ? Figure.AtMost(text, seconds.Max(), most, "s", digits: 2)
            : Figure.Plain(text, seconds.Max(), "s", digits: 2);
    }
}
