using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;
using CameraGrid.Simulator.Rtsp;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CameraGrid.Tests.Support;

/// <summary>
/// The simulator in this process, on free ports of the loopback. Clips are encoded when first asked for and kept in one folder for all
/// tests and runs.
/// </summary>
internal sealed class TestSimulator : IAsyncDisposable
{
    /// <summary>Where all tests keep their clips.</summary>
    public static readonly string ClipCache = Path.Combine(Path.GetTempPath(), "camgrid-tests", "clips");

    private readonly WebApplication _app;

    private TestSimulator(WebApplication app) => _app = app;

    /// <summary>Its cameras.</summary>
    public SimulatedCameras Cameras => _app.Services.GetRequiredService<SimulatedCameras>();

    /// <summary>Its RTSP server.</summary>
    public RtspServer Rtsp => _app.Services.GetRequiredService<RtspServer>();

    /// <summary>Its clips.</summary>
    public ClipStore Clips => _app.Services.GetRequiredService<ClipStore>();

    /// <summary>What is wrong with its cameras.</summary>
    public CameraFaults Faults => _app.Services.GetRequiredService<CameraFaults>();

    /// <summary>The address of its web endpoints.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts it.</summary>
    /// <param name="settings">Keys below <c>Simulator:</c> and their values, such as <c>Authentication=basic</c>.</param>
    public static async Task<TestSimulator> StartAsync(params string[] settings)
    {
        var app = SimulatorService.Build([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning",
            "--Simulator:RtspPort=0",
            "--Simulator:EncodeAhead=false",
            $"--Simulator:Cache={ClipCache}",
            .. settings.Select(setting => $"--Simulator:{setting}"),
        ]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestSimulator(app);
    }

    /// <summary>The RTSP address of a path such as <c>/cam1/sub</c>.</summary>
    public string UrlOf(string path) => Rtsp.UrlOf(path).AbsoluteUri;

    /// <summary>How many pull a stream at present.</summary>
    public int SessionsOf(string camera, string stream) =>
        Faults.Of(Cameras.Streams.Single(found => found.Camera.Id == camera && found.Name == stream)).Sessions;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
