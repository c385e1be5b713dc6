using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Load;

/// <summary>One CameraGrid with sixteen heavy cameras, with telemetry or without, and what it took.</summary>
internal sealed class TelemetrySubject : IAsyncDisposable
{
    private readonly WatchedCameras _cameras;

    private TelemetrySubject(WatchedCameras cameras, bool isExporting)
    {
        _cameras = cameras;
        IsExporting = isExporting;
        Groups = [cameras.Product, cameras.Ffmpegs];
    }

    public bool IsExporting { get; }

    /// <summary>Its processes: CameraGrid, its FFmpegs.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups { get; }

    /// <summary>What it took, a window each.</summary>
    public List<TelemetryRun> Runs { get; } = [];

    /// <summary>Starts it and returns when its cameras are watched.</summary>
    /// <param name="simulator">Whose cameras they are.</param>
    /// <param name="variables">Where it exports to; none, and it does not.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<TelemetrySubject> StartAsync(
        SimulatorProcess simulator,
        IReadOnlyList<(string Name, string Value)> variables,
        CancellationToken cancellationToken
    ) =>
        new(
            await WatchedCameras.StartAsync(HeavyCameras.Of(simulator), TimeSpan.Zero, cancellationToken, variables),
            isExporting: variables.Count > 0
        );

    public void ThrowIfBroken() => _cameras.ThrowIfBroken();

    public ValueTask DisposeAsync() => _cameras.DisposeAsync();
}
