using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Recovery;

namespace CameraGrid.Bench.Soak;

/// <summary>
/// All that a soak lets happen, with the time in which it must be over. That is how long the product takes by design,
/// a second for a keyframe and one for the browser, and as much again for the machine: a limit that no trial may miss, not
/// a percentile.
/// </summary>
/// <param name="scene">The product and its cameras.</param>
/// <param name="line">What the page was opened through.</param>
internal sealed class SoakFaults(Scene scene, Line line)
{
    private static readonly TimeSpan Offline = Seconds(15);
    private static readonly TimeSpan Away = Seconds(20);
    private static readonly TimeSpan Odd = Seconds(10);

    public IReadOnlyList<SoakFault> All =>
        [
            // A new session meets these; the waits between tries grow to three seconds.
            Refuses("refuse", due: 8),
            // FFmpeg waits five seconds for an answer.
            Refuses("silent", due: 13),
            Refuses("status-404", due: 8),
            Refuses("status-453", due: 8),
            Refuses("status-503", due: 8),
            Refuses("connection-limit", due: 8, value: 0),
            // Tried again half a minute after the first refusal.
            Refuses("unauthorized", due: 36),
            // The parameter sets are waited for, for five seconds.
            Refuses("in-band-only-sets", due: 13),
            // Noticed within four seconds; a new session that meets the fault again takes five.
            Sends("freeze", due: 13),
            Sends("freeze-all", due: 13),
            Sends("garbage", due: 13),
            Sends("reboot", due: 8, Away),
            Sends("cut-mid-frame", due: 8),
            Sends("resolution", due: 6),
            Sends("double-rate", due: 6),
            Sends("sdp-only-sets", due: 6),
            // A keyframe every ten seconds.
            Sends("long-gop", due: 16),
            // Two connections, one of them transcoded.
            Sends("codec", due: 13),
            Sends("stop-reading", due: 6),
            Sends("jump-forward", due: 6),
            Sends("jump-back", due: 6),
            Sends("repeat-timestamps", due: 6),
            Sends("unset-timestamps", due: 6),
            Sends("drift", due: 6),
            new("FFmpeg killed", Seconds(6), TimeSpan.Zero, KillAsync),
            new("FFmpeg stopped", Seconds(10), TimeSpan.Zero, StopAsync),
            new("all FFmpegs killed", Seconds(8), TimeSpan.Zero, KillAllAsync, IsOfAll: true),
            new("all cameras rebooted", Seconds(10), Away, RebootAllAsync, IsOfAll: true),
            new("transcoder killed and started", Seconds(12), TimeSpan.Zero, RestartTranscoderAsync, IsOfAll: true),
            new("gateway killed and started", Seconds(8), Odd, RestartGatewayAsync, IsOfAll: true),
            new("Redis killed and started, empty", Seconds(6), Away, RestartRedisAsync, IsOfAll: true),
            new("browser offline", Seconds(6), Offline, OfflineAsync, IsOfAll: true),
        ];

    /// <summary>Pictures go on until there is a new session, so the present one is ended.</summary>
    private SoakFault Refuses(string kind, double due, double? value = null) =>
        new(
            kind,
            Seconds(due),
            Away,
            target => MeanwhileAsync(target, new SimulatedFault(kind, Value: value), () => KillAsync(target))
        );

    private SoakFault Sends(string kind, double due, TimeSpan? longest = null) =>
        new(
            kind,
            Seconds(due),
            longest ?? Odd,
            target => MeanwhileAsync(target, new SimulatedFault(kind), () => Task.CompletedTask)
        );

    private async Task MeanwhileAsync(SoakTarget target, SimulatedFault fault, Func<Task> after)
    {
        await scene.Simulator.SetFaultAsync(target.Camera.Id, fault, target.Token);
        await after();
        await Task.Delay(target.Time, TimeProvider.System, target.Token);
        await scene.Simulator.ClearFaultsAsync(target.Camera.Id, target.Token);
    }

    private Task KillAsync(SoakTarget target)
    {
        foreach (var ffmpeg in scene.Services.FfmpegsOf(target.Camera.Port))
        {
            ChildProcess.Kill(ffmpeg);
        }

        return Task.CompletedTask;
    }

    private Task KillAllAsync(SoakTarget target)
    {
        foreach (var ffmpeg in scene.Services.Ffmpegs)
        {
            ChildProcess.Kill(ffmpeg);
        }

        return Task.CompletedTask;
    }

    private async Task StopAsync(SoakTarget target)
    {
        foreach (var ffmpeg in scene.Services.FfmpegsOf(target.Camera.Port))
        {
            await ChildProcess.SignalAsync("-STOP", ffmpeg, target.Token);
        }
    }

    private async Task RebootAllAsync(SoakTarget target)
    {
        var reboot = new SimulatedFault("reboot", Seconds: target.Time.TotalSeconds);
        await Task.WhenAll(
            scene.Cameras.Select(camera => scene.Simulator.SetFaultAsync(camera.Id, reboot, target.Token))
        );
        await Task.Delay(target.Time, TimeProvider.System, target.Token);
    }

    private async Task RestartTranscoderAsync(SoakTarget target)
    {
        await scene.Services.Transcoder.KillAsync();
        await scene.Services.Transcoder.StartAsync(target.Token);
    }

    private async Task RestartGatewayAsync(SoakTarget target)
    {
        await scene.Services.Gateway.KillAsync();
        await Task.Delay(target.Time, TimeProvider.System, target.Token);
        await scene.Services.Gateway.StartAsync(target.Token);
    }

    private async Task RestartRedisAsync(SoakTarget target)
    {
        await scene.Services.Redis.KillAsync();
        await Task.Delay(target.Time, TimeProvider.System, target.Token);
        await scene.Services.Redis.StartAsync(target.Token);
    }

    private async Task OfflineAsync(SoakTarget target)
    {
        line.GoDown();
        await scene.Page.SetOfflineAsync(true, target.Token);
        await Task.Delay(target.Time, TimeProvider.System, target.Token);
        line.ComeUp();
        await scene.Page.SetOfflineAsync(false, target.Token);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
