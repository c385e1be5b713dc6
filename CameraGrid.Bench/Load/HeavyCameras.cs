using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Load;

/// <summary>Sixteen heavy cameras, each watched by one viewer through the gateway.</summary>
internal sealed class HeavyCameras : IAsyncDisposable
{
    public const int Count = 16;

    /// <summary>Frames a second of each.</summary>
    public const int FrameRate = 25;

    /// <summary>What they are, for the head of a table.</summary>
    public const string Description =
        "Source: sixteen simulated RTSP cameras (a process of its own, not counted), 1920x1080 H.264 at 25 fps, 4 Mbit/s.";

    // Rings fill in 10 s; just-in-time compilation and the garbage collector's sizes settle meanwhile.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    private readonly GridProcess _grid;

    private HeavyCameras(GridProcess grid, MseViewers viewers)
    {
        _grid = grid;
        Viewers = viewers;
    }

    public MseViewers Viewers { get; }

    /// <summary>CameraGrid's process alone.</summary>
    public IReadOnlyList<int> Product => [_grid.Id];

    /// <summary>Its FFmpegs.</summary>
    public IReadOnlyList<int> Ffmpegs => [.. ProcessUsage.Ffmpegs(_grid.Id).Select(ffmpeg => ffmpeg.Id)];

    /// <summary>The paths of the simulator's cameras.</summary>
    public static IEnumerable<string> Paths => Enumerable.Range(1, Count).Select(n => $"/bench{n}/main");

    /// <summary>Starts all and returns when it runs steadily.</summary>
    public static async Task<HeavyCameras> StartAsync(SimulatorProcess simulator, CancellationToken cancellationToken)
    {
        var cameras = Paths.Select((path, i) => new BenchCamera($"bench{i + 1}", simulator.UrlOf(path))).ToList();
        var grid = await GridProcess.StartAsync(cameras, cancellationToken);
        var heavy = new HeavyCameras(grid, new MseViewers());
        try
        {
            await heavy.Viewers.OpenAsync(grid.Address, cameras, cancellationToken);
            await Task.Delay(WarmUp, TimeProvider.System, cancellationToken);
            heavy.ThrowIfBroken();
            return heavy;
        }
        catch
        {
            await heavy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fails when not everything runs: a figure of half the work would be no figure.</summary>
    public void ThrowIfBroken()
    {
        _grid.ThrowIfEnded();
        Viewers.ThrowIfAnyEnded();
        if (Ffmpegs.Count != Count)
        {
            throw new BenchmarkException($"{Ffmpegs.Count} FFmpegs run where {Count} should.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Viewers.DisposeAsync();
        await _grid.DisposeAsync();
    }
}
