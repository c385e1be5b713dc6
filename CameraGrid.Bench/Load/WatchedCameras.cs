using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Load;

/// <summary>The product with some cameras, each watched by one viewer through the gateway.</summary>
internal sealed class WatchedCameras : IAsyncDisposable
{
    private readonly GridProcess _grid;
    private readonly int _count;

    private WatchedCameras(GridProcess grid, int count)
    {
        _grid = grid;
        _count = count;
    }

    public MseViewers Viewers { get; } = new();

    /// <summary>From the product's start until every camera was live.</summary>
    public TimeSpan LiveAfter => _grid.LiveAfter;

    /// <summary>CameraGrid's process alone.</summary>
    public IReadOnlyList<int> Product => [_grid.Id];

    /// <summary>Its FFmpegs.</summary>
    public IReadOnlyList<int> Ffmpegs => [.. ProcessUsage.Ffmpegs(_grid.Id).Select(ffmpeg => ffmpeg.Id)];

    /// <summary>Starts all and returns when it runs steadily.</summary>
    /// <param name="cameras">The cameras, of one stream each.</param>
    /// <param name="warmUp">How long it runs before that.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="more">Further variables of the product's environment.</param>
    public static async Task<WatchedCameras> StartAsync(
        IReadOnlyList<BenchCamera> cameras,
        TimeSpan warmUp,
        CancellationToken cancellationToken,
        params IReadOnlyList<(string Name, string Value)> more
    )
    {
        var grid = await GridProcess.StartAsync(cameras, cancellationToken, more);
        var watched = new WatchedCameras(grid, cameras.Count);
        try
        {
            await watched.Viewers.OpenAsync(grid.Address, cameras, cancellationToken);
            await Task.Delay(warmUp, TimeProvider.System, cancellationToken);
            watched.ThrowIfBroken();
            return watched;
        }
        catch
        {
            await watched.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails when not everything runs: a figure of half the work would be no figure.</summary>
    public void ThrowIfBroken()
    {
        _grid.ThrowIfEnded();
        Viewers.ThrowIfAnyEnded();
        if (Ffmpegs.Count != _count)
        {
            throw new BenchmarkException($"{Ffmpegs.Count} FFmpegs run where {_count} should.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Viewers.DisposeAsync();
        await _grid.DisposeAsync();
    }
}
