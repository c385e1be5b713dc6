using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Recovery;

/// <summary>From a fault to the next live picture in the browser.</summary>
internal sealed class RecoveryBenchmark : IBenchmark
{
    private const int DefaultTrials = 20;

    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Offline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(12);

    /// <summary>Then FFmpegs and tiles have forgotten the fault before: the next one is met at once, as a first one is.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(12);

    public string Name => "recovery";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Say("recovery: starting");
        await using var scene = await Scene.StartAsync(cancellationToken);
        var run = new Run(scene, context, cancellationToken);
        var figures = new List<Figure>();
        foreach (var (name, row) in run.Rows)
        {
            if (name.Contains(context.Options.Only ?? "", StringComparison.OrdinalIgnoreCase))
            {
                figures.AddRange(await row(name));
            }
        }

        return new BenchmarkResult("recovery: from a fault to the next live picture", Inputs(run.Trials), figures);
    }

    private static IReadOnlyList<string> Inputs(int trials) =>
        [
            Scene.Description,
            "Live picture: a frame that requestVideoFrameCallback names, of which the page knows from the fragment's prft box that"
                + " it left FFmpeg after the fault (after a kill of FFmpeg 0.2 s later still), so that no picture of before counts;"
                + " its expectedDisplayTime is taken.",
            $"{trials} trials a row, {Rest.TotalSeconds:F0} s after all was live again. Faults of single cameras hit many cameras in"
                + " one run, each at its own random time; those of a service hit all sixteen tiles, and the slowest tile is the trial.",
            "Transcoder and gateway: SIGKILL, then started again at once, measured from the kill; the start of the process is in it.",
            "Rebooted: connections reset, new ones refused; measured from the end of the 20 s. Frozen: detected is the moment the"
                + " gateway's events say that the camera is not live. Offline: Chromium's own emulation tells the page and lets"
                + " it open nothing, and as it leaves open WebSockets alone, a relay between page and gateway stops passing anything, on"
                + " connections of before for good; measured from its end. Resolution: half the size or back, at the next keyframe after the command; measured from"
                + " the command to the first frame of the new size.",
        ];

    private sealed class Run(Scene scene, BenchmarkContext context, CancellationToken cancellationToken)
    {
        private readonly CameraTrials _cameras = new(scene);
        private readonly ServiceTrials _services = new(scene);

        public int Trials { get; } = context.Options.Trials ?? DefaultTrials;

        public IReadOnlyList<(string Name, Func<string, Task<IReadOnlyList<Figure>>> Row)> Rows =>
            [
                (
                    "FFmpeg killed",
                    name => CamerasAsync(name, 3, camera => _cameras.KillFfmpegAsync(camera, cancellationToken))
                ),
                ("camera frozen", FreezeAsync),
                (
                    "camera rebooted for 20 s",
                    name => CamerasAsync(name, 5, camera => _cameras.RebootAsync(camera, Away, cancellationToken))
                ),
                ("transcoder restarted", name => ServiceAsync(name, 6, _services.RestartTranscoderAsync)),
                ("gateway restarted", name => ServiceAsync(name, 4, _services.RestartGatewayAsync)),
                ("resolution changed", ResizeAsync),
                ("browser offline 10 s", OfflineAsync),
            ];

        private async Task<IReadOnlyList<Figure>> CamerasAsync(
            string name,
            double bound,
            Func<SceneCamera, Task<Trial>> trial
        )
        {
            var trials = await RoundsAsync(name, Trials, trial);
            return [.. TrialFigures.Of(name, trials.Select(one => one.Live), bound)];
        }

        private async Task<IReadOnlyList<Figure>> FreezeAsync(string name)
        {
            await using var events = await HealthEvents.OpenAsync(scene.Services.Gateway.Address, cancellationToken);
            var trials = await RoundsAsync(
                name,
                Trials,
                camera => _cameras.FreezeAsync(camera, events, cancellationToken)
            );
            return
            [
                .. TrialFigures.Of($"{name}: detected", trials.Select(one => one.Detected), 4),
                .. TrialFigures.Of($"{name}: live after that", trials.Select(one => one.Live), 3),
            ];
        }

        private async Task<IReadOnlyList<Figure>> OfflineAsync(string name)
        {
            await using var line = new Line(scene.Services.Gateway.Address);
            await scene.OpenPageAsync(line.Address, cancellationToken);
            return await ServiceAsync(name, 3, token => _services.OfflineAsync(line, Offline, token));
        }

        private async Task<IReadOnlyList<Figure>> ResizeAsync(string name)
        {
            // Each camera changes there and back.
            var pairs = (Trials + 1) / 2;
            context.Say($"recovery: {name}, encoding");
            await Task.WhenAll(
                scene.Cameras.Take(pairs).Select(camera => _cameras.PrepareSizesAsync(camera, cancellationToken))
            );
            var there = await RoundsAsync(
                name,
                pairs,
                camera => _cameras.ResizeAsync(camera, smaller: true, cancellationToken)
            );
            var back = await RoundsAsync(
                $"{name} back",
                pairs,
                camera => _cameras.ResizeAsync(camera, smaller: false, cancellationToken)
            );
            return [.. TrialFigures.Of(name, there.Concat(back).Take(Trials).Select(one => one.Live), 3)];
        }

        private async Task<IReadOnlyList<Trial>> RoundsAsync(
            string name,
            int count,
            Func<SceneCamera, Task<Trial>> trial
        )
        {
            var trials = new List<Trial>();
            foreach (var cameras in CameraRounds.Of(scene.Cameras, count))
            {
                await RestAsync();
                context.Say($"recovery: {name}, {trials.Count} of {count} done");
                trials.AddRange(await CameraRounds.RunAsync(cameras, Spread, trial, cancellationToken));
            }

            return trials;
        }

        private async Task<IReadOnlyList<Figure>> ServiceAsync(
            string name,
            double bound,
            Func<CancellationToken, Task<Trial>> trial
        )
        {
            var trials = new List<Trial>();
            while (trials.Count < Trials)
            {
                await RestAsync();
                trials.Add(await trial(cancellationToken));
                context.Say($"recovery: {name}, {trials.Count} of {Trials}: {trials[^1].Live:F2} s");
            }

            return [.. TrialFigures.Of(name, trials.Select(one => one.Live), bound)];
        }

        private async Task RestAsync()
        {
            await scene.LiveAsync(cancellationToken);
            await Task.Delay(Rest, TimeProvider.System, cancellationToken);
            await scene.LiveAsync(cancellationToken);
        }
    }
}
