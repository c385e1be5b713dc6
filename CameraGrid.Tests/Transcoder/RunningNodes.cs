using CameraGrid.Bench.Harness;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Transcoder;

/// <summary>The product with three transcoders, started once for all tests of a class.</summary>
public sealed class RunningNodes : IAsyncLifetime
{
    internal ManyNodes Nodes { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Nodes = await ManyNodes.StartAsync(
            TestContext.Current.CancellationToken,
            $"--Simulator:Cache={TestSimulator.ClipCache}"
        );

    public ValueTask DisposeAsync() => Nodes?.DisposeAsync() ?? ValueTask.CompletedTask;
}
