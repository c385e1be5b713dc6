using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Recovery;

/// <summary>Rows of the table, measured in one scene.</summary>
/// <param name="count">Trials a row.</param>
/// <param name="say">Tells the person who waits what is going on.</param>
internal sealed class RecoveryRun(Scene scene, int count, Action<string> say, CancellationToken cancellationToken)
{
    private static readonly TimeSpan Offline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(12);

    /// <summary>Then FFmpegs and tiles have forgotten the fault before: the next one is met at once, as a first one is.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(12);

    public CameraTrials Cameras { get; } = new(scene);

    public AllTrials All { get; } = new(scene);

    public CancellationToken Token => cancellationToken;

    public async Task<IReadOnlyList<Figure>> CamerasAsync(
        string name,
        double bound,
        Func<SceneCamera, Task<Trial>> trial
    )
    {
        var trials = await RoundsAsync(name, count, trial);
        return [.. TrialFigures.Of(name, trials.Select(one => one.Live), bound)];
    }

    public async Task<IReadOnlyList<Figure>> FreezeAsync(string name)
    {
        await using var events = await HealthEvents.OpenAsync(scene.Services.Gateway.Address, cancellationToken);
        var trials = await RoundsAsync(name, count, camera => Cameras.FreezeAsync(camera, events, cancellationToken));
        return
        [
            .. TrialFigures.Of($"{name}: detected", trials.Select(one => one.Detected), 4),
            .. TrialFigures.Of($"{name}: live after that", trials.Select(one => one.Live), 3),
        ];
    }

    public async Task<IReadOnlyList<Figure>> OfflineAsync(string name)
    {
        await using var line = new Line(scene.Services.Gateway.Address);
        await scene.OpenPageAsync(line.Address, cancellationToken);
        return await AllAsync(name, 3, token => All.OfflineAsync(line, Offline, token));
    }

    public async Task<IReadOnlyList<Figure>> ResizeAsync(string name)
    {
        // Each camera changes there and back.
        var pairs = (count + 1) / 2;
        say($"recovery: {name}, encoding");
        await Task.WhenAll(
            scene.Cameras.Take(pairs).Select(camera => Cameras.PrepareSizesAsync(camera, cancellationToken))
        );
        var there = await RoundsAsync(
            name,
            pairs,
            camera => Cameras.ResizeAsync(camera, smaller: true, cancellationToken)
        );
        var back = await RoundsAsync(
            $"{name} back",
            pairs,
            camera => Cameras.ResizeAsync(camera, smaller: false, cancellationToken)
        );
        return [.. TrialFigures.Of(name, there.Concat(back).Take(count).Select(one => one.Live), 3)];
    }

    private async Task<IReadOnlyList<Trial>> RoundsAsync(
        string name,
        int trialCount,
        Func<SceneCamera, Task<Trial>> trial
    )
    {
        var trials = new List<Trial>();
        foreach (var cameras in CameraRounds.Of(scene.Cameras, trialCount))
        {
            await RestAsync();
            say($"recovery: {name}, {trials.Count} of {trialCount} done");
            trials.AddRange(await CameraRounds.RunAsync(cameras, Spread, trial, cancellationToken));
        }

        return trials;
    }

    public async Task<IReadOnlyList<Figure>> AllAsync(
        string name,
        double bound,
        Func<CancellationToken, Task<Trial>> trial
    )
    {
        var trials = new List<Trial>();
        while (trials.Count < count)
        {
            await RestAsync();
            trials.Add(await trial(cancellationToken));
            say($"recovery: {name}, {trials.Count} of {count}: {trials[^1].Live:F2} s");
        }

        return [.. TrialFigures.Of(name, trials.Select(one => one.Live), bound)];
    }

    /// <summary>All cameras away at once; from their return on, the picture in the slowest tile and the last of all streams.</summary>
    public async Task<IReadOnlyList<Figure>> RebootAllAsync(string name, TimeSpan away)
    {
        await using var events = await HealthEvents.OpenAsync(scene.Services.Gateway.Address, cancellationToken);
        var trials = new List<(Trial Picture, double? Streams)>();
        while (trials.Count < count)
        {
            await RestAsync();
            trials.Add(await All.RebootAsync(events, away, cancellationToken));
            say(
                $"recovery: {name}, {trials.Count} of {count}: {trials[^1].Picture.Live:F2} s, {trials[^1].Streams:F2} s"
            );
        }

        return
        [
            .. TrialFigures.Of($"{name}: pictures in all tiles", trials.Select(one => one.Picture.Live), 5),
            .. TrialFigures.Of($"{name}: all {scene.Streams} streams live", trials.Select(one => one.Streams), 5),
        ];
    }

    private async Task RestAsync()
    {
        await scene.LiveAsync(cancellationToken);
        await Task.Delay(Rest, TimeProvider.System, cancellationToken);
        await scene.LiveAsync(cancellationToken);
    }
}
