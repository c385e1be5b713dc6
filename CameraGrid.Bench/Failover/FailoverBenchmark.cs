using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;
using CameraGrid.Cameras;

namespace CameraGrid.Bench.Failover;

/// <summary>Three transcoders share the streams: how long is a stream away when one of them is lost or restarted?</summary>
internal sealed class FailoverBenchmark : IBenchmark
{
    private const int DefaultTrials = 5;

    public string Name => "failover";

    private static IReadOnlyList<Row> Rows { get; } =
    [
        new("transcoder killed", (run, name) => run.FaultAsync(name, NodeFault.Killed)),
        new("transcoder frozen", (run, name) => run.FaultAsync(name, NodeFault.Frozen)),
        new("transcoder cut off from Redis", (run, name) => run.FaultAsync(name, NodeFault.CutOff)),
        new("rolling restart", (run, name) => run.RollAsync(name)),
    ];

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var trials = context.Options.Trials ?? DefaultTrials;
        var rows = Rows.Where(row => context.Options.Chooses(row.Name)).ToList();
        var figures = rows.Count > 0 ? await FiguresAsync(rows, trials, context.Say, cancellationToken) : [];
        return new BenchmarkResult("failover: three transcoders, one lost or restarted", Inputs(trials), figures);
    }

    private static async Task<IReadOnlyList<Figure>> FiguresAsync(
        IReadOnlyList<Row> rows,
        int trials,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        say("failover: starting");
        await using var nodes = await ManyNodes.StartAsync(cancellationToken);
        var run = new FailoverRun(nodes, trials, say, cancellationToken);
        var figures = new List<Figure>();
        foreach (var row in rows)
        {
            figures.AddRange(await row.RunAsync(run, row.Name));
        }

        return figures;
    }

    private static IReadOnlyList<string> Inputs(int trials) =>
        [
            "Source: sixteen simulated RTSP cameras (a process of its own) of two streams each, H.264 at 25 fps, a keyframe a second. Three"
                + " transcoders share the 32 streams, behind two gateways; a redis-server; each a process of its own.",
            "A WebSocket reader for each stream, half of them at each gateway, which reads as the page does: anew when the connection ends,"
                + " brings nothing for 3 s, or no first frame in 6 s, after 0.2, 0.5 and then 1 s.",
            $"{trials} trials a row, one transcoder after the other, each {FailoverRun.Rest.TotalSeconds:F0} to"
                + $" {(FailoverRun.Rest + NodeStore.RenewEvery).TotalSeconds:F0} s after all was at rest: every stream with the owner that it belongs to, pulled"
                + " once, and with its viewer. The other two are at rest before the one is started, woken or connected again.",
            "Killed (SIGKILL) and frozen (SIGSTOP): a sample is a stream of that transcoder, from the signal to the first frame, a"
                + " keyframe, by a connection that its viewer opened since. Cut off: a relay between it and Redis stops passing"
                + " anything; a sample is the longest silence that the viewer of one of its streams had.",
            "Pulled twice: how long without a break more than one client played the same stream of a camera, as the simulator tells it"
                + " every 0.1 s; the bound is the lease. All else is the longest silence of any of the streams named, a value a trial.",
            "Rolling restart: SIGTERM, started again when it has ended, and the next one as soon as it is healthy; a trial is all three.",
        ];

    /// <summary>A row of the table: one kind of fault.</summary>
    private sealed record Row(string Name, Func<FailoverRun, string, Task<IReadOnlyList<Figure>>> RunAsync);
}
