using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Recovery;

/// <summary>Faults that all cameras share: each lets it happen and waits for a live picture in the slowest tile.</summary>
internal sealed class AllTrials(Scene scene)
{
    /// <summary>What was sent before the line was cut may be shown for so long.</summary>
    private static readonly TimeSpan Buffered = TimeSpan.FromSeconds(2);

    /// <summary>The transcoder is killed with SIGKILL and started again at once. From the kill on.</summary>
    public Task<Trial> RestartTranscoderAsync(CancellationToken cancellationToken) =>
        RestartAsync(scene.Services.Transcoder, cancellationToken);

    /// <summary>The gateway is killed with SIGKILL and started again at once. From the kill on.</summary>
    public Task<Trial> RestartGatewayAsync(CancellationToken cancellationToken) =>
        RestartAsync(scene.Services.Gateway, cancellationToken);

    /// <summary>
    /// The browser has no network for a time. From its return on. Chromium's emulation tells the page so and lets it open
    /// nothing, but leaves open WebSockets alone: these go dead on the line.
    /// </summary>
    /// <param name="line">What the page was opened through.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkException">Pictures came nevertheless.</exception>
    public async Task<Trial> OfflineAsync(Line line, TimeSpan time, CancellationToken cancellationToken)
    {
        line.GoDown();
        await scene.Page.SetOfflineAsync(true, cancellationToken);
        var offline = Now();
        await Task.Delay(time, TimeProvider.System, cancellationToken);
        var back = Now();
        line.ComeUp();
        await scene.Page.SetOfflineAsync(false, cancellationToken);
        var trial = await SlowestAsync(back, after: back, cancellationToken);
        var shown = await scene.Page.ShownBetweenAsync(offline + Buffered, back, cancellationToken);
        return shown == 0
            ? trial
            : throw new BenchmarkException($"{shown} frames were shown while the browser was offline: it was not.");
    }

    /// <summary>
    /// All cameras cut their connections and refuse new ones for a time. From the end of that time on: the slowest tile's
    /// picture, and the last of all streams, as the gateway tells it.
    /// </summary>
    public async Task<(Trial Picture, double? Streams)> RebootAsync(
        HealthEvents events,
        TimeSpan time,
        CancellationToken cancellationToken
    )
    {
        var began = Now();
        await Task.WhenAll(scene.Cameras.Select(RebootOneAsync));
        // The time of the last one: a stream that is back before it counts as back at once.
        var back = Now() + time;
        await Task.Delay(began + time - Now(), TimeProvider.System, cancellationToken);
        var streams = events.LiveAsync(scene.Streams, began + time, Trial.Limit, cancellationToken);
        var picture = await SlowestAsync(back, after: began + time, cancellationToken);
        return (picture, (await streams - back)?.TotalSeconds);

        Task RebootOneAsync(SceneCamera camera) =>
            scene.Simulator.SetFaultAsync(
                camera.Id,
                new SimulatedFault("reboot", Seconds: time.TotalSeconds),
                cancellationToken
            );
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private async Task<Trial> RestartAsync(ServiceProcess service, CancellationToken cancellationToken)
    {
        var killed = Now();
        await service.KillAsync();
        var after = Now();
        await service.StartAsync(cancellationToken);
        return await SlowestAsync(killed, after, cancellationToken);
    }

    private async Task<Trial> SlowestAsync(
        DateTimeOffset since,
        DateTimeOffset after,
        CancellationToken cancellationToken
    ) =>
        Trial.Slowest(
            await Task.WhenAll(
                scene.Cameras.Select(async camera =>
                {
                    var frame = await scene.Page.NextAsync(
                        camera.Id,
                        after,
                        Trial.Limit,
                        cancellationToken: cancellationToken
                    );
                    return new Trial(frame?.SecondsSince(since));
                })
            )
        );
}
