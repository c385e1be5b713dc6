using System.Net.Http.Json;
using System.Text.Json;

namespace CameraGrid.Bench.Harness;

/// <summary>
/// The simulator, in a process of its own: cameras cost their owners nothing, so what it costs belongs to no figure.
/// </summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    private readonly ServiceProcess _process;
    private readonly HttpClient _http;

    private SimulatorProcess(ServiceProcess process, HttpClient http, SimulatedClock clock) =>
        (_process, _http, Clock) = (process, http, clock);

    /// <summary>The clock camera.</summary>
    public SimulatedClock Clock { get; }

    /// <summary>Starts it.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="arguments">Configuration, as in <c>--Simulator:PortPerCamera=true</c>.</param>
    public static async Task<SimulatorProcess> StartAsync(
        CancellationToken cancellationToken,
        params string[] arguments
    )
    {
        var process = await ServiceProcess.StartAsync(
            "Simulator",
            AppContext.BaseDirectory,
            ["--Simulator:RtspPort=0", "--Simulator:EncodeAhead=false", .. arguments],
            new Dictionary<string, string?>(),
            cancellationToken
        );
        try
        {
            var http = new HttpClient { BaseAddress = process.Address };
            var clock = await http.GetFromJsonAsync<SimulatedClock>(
                "/clock",
                JsonSerializerOptions.Web,
                cancellationToken
            );
            return new SimulatorProcess(process, http, clock!);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>The RTSP address of a path such as <c>/cam1/sub</c>.</summary>
    public Uri UrlOf(string path) => new(Clock.Camera.MainUrl, path);

    /// <summary>The cameras of the grid.</summary>
    public async Task<IReadOnlyList<SimulatedCameraListing>> CamerasAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<SimulatedCameraListing[]>("/cameras", cancellationToken))!;

    /// <summary>How many clients pull each stream now, such as <c>cam1/main</c>; one that nobody pulls is left out.</summary>
    public async Task<IReadOnlyDictionary<string, int>> PullsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync<Dictionary<string, int>>("/players", cancellationToken))!;

    /// <summary>Lets something be wrong with a camera; see the simulator's faults in docs/configuration.md.</summary>
    public async Task SetFaultAsync(string camera, SimulatedFault fault, CancellationToken cancellationToken)
    {
        using var answer = await _http.PutAsJsonAsync($"/api/faults/{camera}", fault, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The camera is well again.</summary>
    public async Task ClearFaultsAsync(string camera, CancellationToken cancellationToken)
    {
        using var answer = await _http.DeleteAsync($"/api/faults/{camera}", cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }
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

/// <summary>One of the cameras of its <c>GET /cameras</c>.</summary>
internal sealed record SimulatedCameraListing(string Id, Uri MainUrl, Uri SubUrl);

/// <summary>The body of its <c>PUT /api/faults/…</c>.</summary>
internal sealed record SimulatedFault(string Kind, double? Seconds = null, int? Count = null, double? Value = null);
