using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Recovery;

/// <summary>Faults of one camera: each lets it happen and waits for the next live picture in its tile.</summary>
internal sealed class CameraTrials(Scene scene)
{
    /// <summary>What a killed FFmpeg wrote before is read by then.</summary>
    public static readonly TimeSpan UnderWay = TimeSpan.FromSeconds(0.2);

    private static readonly TimeSpan WaitForClip = TimeSpan.FromMinutes(2);

    /// <summary>Its FFmpeg is killed with SIGKILL. From then on.</summary>
    public async Task<Trial> KillFfmpegAsync(SceneCamera camera, CancellationToken cancellationToken)
    {
        if (scene.Services.FfmpegsOf(camera.Port) is not [var ffmpeg])
        {
            throw new BenchmarkException($"{camera.Id} has not one FFmpeg to kill.");
        }

        var killed = Now();
        ChildProcess.Kill(ffmpeg);
        return await LiveAsync(camera, killed, after: Now() + UnderWay, cancellationToken);
    }

    /// <summary>
    /// It sends no more frames on the connection that it has, and does on the next one. From there to the first word of it,
    /// and from that word to the picture.
    /// </summary>
    public async Task<Trial> FreezeAsync(SceneCamera camera, HealthEvents events, CancellationToken cancellationToken)
    {
        var frozen = Now();
        await scene.Simulator.SetFaultAsync(camera.Id, new SimulatedFault("freeze", Count: 1), cancellationToken);
        if (await events.NotLiveAsync(camera.Id, frozen, Trial.Limit, cancellationToken) is not { } detected)
        {
            return new Trial(null);
        }

        var trial = await LiveAsync(camera, detected, after: detected, cancellationToken);
        return trial with { Detected = (detected - frozen).TotalSeconds };
    }

    /// <summary>It cuts its connections and refuses new ones for a time. From the end of that time on.</summary>
    public async Task<Trial> RebootAsync(SceneCamera camera, TimeSpan time, CancellationToken cancellationToken)
    {
        // It returns a moment later than this: the request takes its time too.
        var back = Now() + time;
        var fault = new SimulatedFault("reboot", Seconds: time.TotalSeconds);
        await scene.Simulator.SetFaultAsync(camera.Id, fault, cancellationToken);
        await Task.Delay(back - Now(), TimeProvider.System, cancellationToken);
        return await LiveAsync(camera, back, after: back, cancellationToken);
    }

    /// <summary>It changes to a picture of half the size, or back, at its next keyframe. From the command to do so on.</summary>
    public async Task<Trial> ResizeAsync(SceneCamera camera, bool smaller, CancellationToken cancellationToken)
    {
        var width = await WidthAsync(camera, cancellationToken);
        var commanded = Now();
        await ResizeCommandAsync(camera, smaller, cancellationToken);
        var frame = await scene.Page.NextAsync(camera.Id, commanded, Trial.Limit, width, cancellationToken);
        return new Trial(frame?.SecondsSince(commanded));
    }

    /// <summary>Both sizes are seen once, so that the simulator has encoded them.</summary>
    public async Task PrepareSizesAsync(SceneCamera camera, CancellationToken cancellationToken)
    {
        foreach (var smaller in new[] { true, false })
        {
            var width = await WidthAsync(camera, cancellationToken);
            var commanded = Now();
            await ResizeCommandAsync(camera, smaller, cancellationToken);
            if (await scene.Page.NextAsync(camera.Id, commanded, WaitForClip, width, cancellationToken) is null)
            {
                throw new BenchmarkException($"{camera.Id} did not change its size.");
            }
        }
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private Task ResizeCommandAsync(SceneCamera camera, bool smaller, CancellationToken cancellationToken) =>
        smaller
            ? scene.Simulator.SetFaultAsync(camera.Id, new SimulatedFault("resolution"), cancellationToken)
            : scene.Simulator.ClearFaultsAsync(camera.Id, cancellationToken);

    private async Task<int> WidthAsync(SceneCamera camera, CancellationToken cancellationToken) =>
        (await scene.Page.NextAsync(camera.Id, Now(), Trial.Limit, cancellationToken: cancellationToken))?.Width
        ?? throw new BenchmarkException($"{camera.Id} shows no live picture.");

    private async Task<Trial> LiveAsync(
        SceneCamera camera,
        DateTimeOffset since,
        DateTimeOffset after,
        CancellationToken cancellationToken
    )
    {
        var frame = await scene.Page.NextAsync(camera.Id, after, Trial.Limit, cancellationToken: cancellationToken);
        return new Trial(frame?.SecondsSince(since));
    }
}
