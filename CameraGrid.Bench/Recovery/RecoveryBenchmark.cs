using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Recovery;

/// <summary>From a fault to the next live picture in the browser.</summary>
internal sealed class RecoveryBenchmark : IBenchmark
{
    private const int DefaultTrials = 20;

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    public string Name => "recovery";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        var trials = context.Options.Trials ?? DefaultTrials;
        List<Figure> figures =
        [
            .. await RowsAsync(OfSubStreams, withMain: false, trials, context, cancellationToken),
            .. await RowsAsync(OfBothStreams, withMain: true, trials, context, cancellationToken),
        ];
        return new BenchmarkResult("recovery: from a fault to the next live picture", Inputs(trials), figures);
    }

    private static IReadOnlyList<Row> OfSubStreams { get; } =
    [
        new(
            "FFmpeg killed",
            (run, name) => run.CamerasAsync(name, 3, camera => run.Cameras.KillFfmpegAsync(camera, run.Token))
        ),
        new("camera frozen", (run, name) => run.FreezeAsync(name)),
        new(
            "camera rebooted for 20 s",
            (run, name) => run.CamerasAsync(name, 5, camera => run.Cameras.RebootAsync(camera, Away, run.Token))
        ),
        new("transcoder restarted", (run, name) => run.AllAsync(name, 6, run.All.RestartTranscoderAsync)),
        new("gateway restarted", (run, name) => run.AllAsync(name, 4, run.All.RestartGatewayAsync)),
        new("resolution changed", (run, name) => run.ResizeAsync(name)),
        new("browser offline 10 s", (run, name) => run.OfflineAsync(name)),
    ];

    private static IReadOnlyList<Row> OfBothStreams { get; } =
    [new("sixteen cameras back at once", (run, name) => run.RebootAllAsync(name, Away))];

    private static async Task<IReadOnlyList<Figure>> RowsAsync(
        IReadOnlyList<Row> rows,
        bool withMain,
        int trials,
        BenchmarkContext context,
        CancellationToken cancellationToken
    )
    {
        var chosen = rows.Where(row => context.Measures(row.Name)).ToList();
        if (chosen.Count == 0)
        {
            return [];
        }

        context.Say("recovery: starting");
        await using var scene = await Scene.StartAsync(withMain, cancellationToken);
        var run = new RecoveryRun(scene, trials, context.Say, cancellationToken);
        var figures = new List<Figure>();
        foreach (var row in chosen)
        {
            figures.AddRange(await row.RunAsync(run, row.Name));
        }

        return figures;
    }

    private static IReadOnlyList<string> Inputs(int trials) =>
        [
            Scene.Description,
            "Live picture: a frame that requestVideoFrameCallback names, of which the page knows from the fragment's prft box that"
                + " it left FFmpeg after the fault (after a kill of FFmpeg 0.2 s later still), so that no picture of before counts;"
                + " its expectedDisplayTime is taken.",
            $"{trials} trials a row, {RecoveryRun.Rest.TotalSeconds:F0} s after all was live again. Faults of single cameras hit many cameras in"
                + " one run, each at its own random time; those of a service hit all sixteen tiles, and the slowest tile is the trial.",
            "Transcoder and gateway: SIGKILL, then started again at once, measured from the kill; the start of the process is in it.",
            "Rebooted: connections reset, new ones refused; measured from the end of the 20 s. Sixteen cameras back at once: all"
                + " rebooted so together, with the main stream of each pulled as well; to the slowest tile's picture, and until the"
                + " gateway's events have said of all 32 streams that they are live.",
            "Frozen: detected is the moment the gateway's events say that the camera is not live. Offline: Chromium's own emulation"
                + " tells the page and lets it open nothing, and as it leaves open WebSockets alone, a relay between page and gateway"
                + " stops passing anything, on connections of before for good; measured from its end. Resolution: half the size or"
                + " back, at the next keyframe after the command; measured from the command to the first frame of the new size.",
        ];

    /// <summary>A row of the table: one kind of fault.</summary>
    private sealed record Row(string Name, Func<RecoveryRun, string, Task<IReadOnlyList<Figure>>> RunAsync);
}
