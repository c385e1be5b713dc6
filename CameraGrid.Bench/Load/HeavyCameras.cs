using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Load;

/// <summary>Sixteen heavy cameras.</summary>
internal static class HeavyCameras
{
    public const int Count = 16;

    /// <summary>Frames a second of each.</summary>
    public const int FrameRate = 25;

    /// <summary>What they are, for the head of a table.</summary>
    public const string Description =
        "Source: sixteen simulated RTSP cameras (a process of its own, not counted), 1920x1080 H.264 at 25 fps, 4 Mbit/s.";

    /// <summary>How they are watched where processor time is measured, for the head of a table.</summary>
    public const string Watched =
        "CameraGrid copies them; one WebSocket reader each through the gateway (in the benchmark's process, not counted).";

    /// <summary>
    /// From when all are live until CameraGrid runs steadily. Rings fill in 10 s; .NET compiles anew what it has seen to run
    /// often, which with so little to do takes nearly three minutes.
    /// </summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(170);

    /// <summary>The paths of the simulator's cameras.</summary>
    public static IEnumerable<string> Paths => Enumerable.Range(1, Count).Select(n => $"/bench{n}/main");

    /// <summary>All of them, for the product.</summary>
    public static IReadOnlyList<BenchCamera> Of(SimulatorProcess simulator) =>
        [.. Paths.Select((path, i) => new BenchCamera($"bench{i + 1}", simulator.UrlOf(path)))];

    /// <summary>Starts the product with them and returns when it runs steadily.</summary>
    public static Task<WatchedCameras> StartAsync(SimulatorProcess simulator, CancellationToken cancellationToken) =>
        WatchedCameras.StartAsync(Of(simulator), WarmUp, cancellationToken);
}
