using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Load;

/// <summary>Sub streams of usual cameras, as many as are asked for.</summary>
internal static class LightCameras
{
    /// <summary>As many as there ever are.</summary>
    public const int Most = 1000;

    /// <summary>Frames a second of each.</summary>
    public const int FrameRate = 15;

    /// <summary>What they are, for the head of a table.</summary>
    public const string Description =
        "Source: simulated RTSP cameras (a process of its own), each 640x360 H.264 at 15 fps, 500 kbit/s, a keyframe a second,"
        + " not in step with each other.";

    /// <summary>The simulator with all of them.</summary>
    public static Task<SimulatorProcess> StartSimulatorAsync(CancellationToken cancellationToken) =>
        SimulatorProcess.StartAsync(cancellationToken, $"--Simulator:LightCameras={Most}");

    /// <summary>The first of them, for the product.</summary>
    public static IReadOnlyList<BenchCamera> Take(int count, SimulatorProcess simulator) =>
        [.. Enumerable.Range(1, count).Select(n => new BenchCamera($"light{n}", simulator.UrlOf($"/light{n}/main")))];
}
