using System.Net.Http.Json;
using System.Text.Json;

namespace CameraGrid.Bench.Harness;

/// <summary>
/// The simulator, in a process of its own: cameras cost their owners nothing, so what it costs belongs to no figure.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly Uri _rtsp;

    private SimulatorProcess(ChildProcess process, SimulatedClock clock)
    {
        _process = process;
        Clock = clock;
        _rtsp = clock.Camera.MainUrl;
    }

    /// <summary>The clock camera.</summary>
    public SimulatedClock Clock { get; }

    public static async Task<SimulatorProcess> StartAsync(CancellationToken cancellationToken)
    {
        var process = ChildProcess.Start(
            new ChildCommand(
                "The simulator",
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "CameraGrid.Simulator.dll"),
                    "--urls=http://127.0.0.1:0",
                    "--Simulator:RtspPort=0",
                    "--Simulator:EncodeAhead=false",
                ]
            )
        );
        try
        {
            var line = await process.LineAsync(
                line => line.Contains(Listening, StringComparison.Ordinal),
                StartLimit,
                cancellationToken
            );
            using var http = new HttpClient { BaseAddress = new Uri(line.Split(Listening)[1].Trim()) };
            var clock = await http.GetFromJsonAsync<SimulatedClock>(
                "/clock",
                JsonSerializerOptions.Web,
                cancellationToken
            );
            return new SimulatorProcess(process, clock!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>The RTSP address of a path such as <c>/cam1/sub</c>.</summary>
    public Uri UrlOf(string path) => new(_rtsp, path);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

/// <summary>What the simulator says of its clock camera; see its <c>GET /clock</c>.</summary>
internal sealed record SimulatedClock(
    SimulatedClockCamera Camera,
    double EpochUnixMilliseconds,
    double FrameIntervalMilliseconds,
    int FrameCount
);

/// <summary>Its addresses.</summary>
internal sealed record SimulatedClockCamera(Uri MainUrl);
