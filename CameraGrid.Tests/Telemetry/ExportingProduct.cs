using CameraGrid.Bench.Harness;
using CameraGrid.Tests.Support;
using CameraGrid.Tests.Support.Otlp;

namespace CameraGrid.Tests.Telemetry;

/// <summary>
/// The whole program as a process of its own, with one camera, "yard", that wants a password, and a collector of all it
/// sends by OTLP.
/// </summary>
public sealed class ExportingProduct : IAsyncLifetime
{
    internal const string Password = "p@ss-of-the-camera";

    private TestSimulator? _simulator;

    internal OtlpCollector Collector { get; private set; } = null!;

    internal GridProcess Grid { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        Collector = await OtlpCollector.StartAsync(token);
        _simulator = await TestSimulator.StartAsync(
            "Authentication=digest-md5",
            "Username=viewer",
            $"Password={Password}"
        );
        Grid = await GridProcess.StartAsync(
            [new BenchCamera("yard", new Uri(_simulator.UrlOf("/cam1/sub")))],
            token,
            [.. Collector.Environment, ("CAMERA_1_USERNAME", "viewer"), ("CAMERA_1_PASSWORD", Password)]
        );
        Client = new HttpClient { BaseAddress = Grid.Address };
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await (Grid?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_simulator?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Collector?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
