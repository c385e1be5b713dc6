using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Rtsp;

namespace CameraGrid.Standalone;

/// <summary>What each service is told on top of what the program was: later arguments win over earlier ones.</summary>
internal sealed class ServiceArguments(string[] given, StandaloneOptions options, IConfiguration configuration)
{
    private const string ServiceName = "OTEL_SERVICE_NAME";
    private const string WebRtcAddresses = "Transcoder:Whep:Addresses";

    public string[] Simulator => [.. Common(), "--urls=http://127.0.0.1:0", "--Simulator:RtspPort=0"];

    public string[] Frontend => [.. Common(), "--urls=http://127.0.0.1:0"];

    public string[] Transcoder(string store, IEnumerable<string> cameras) =>
        [.. WebRtc(), .. Common(), "--urls=http://127.0.0.1:0", $"--ConnectionStrings:redis={store}", .. cameras];

    public string[] Gateway(string store, Uri frontend, IEnumerable<string> cameras) =>
        [
            .. Common(exportsAll: true),
            $"--urls={options.Url.GetLeftPart(UriPartial.Authority)}",
            $"--ConnectionStrings:redis={store}",
            $"--Gateway:FrontendAddress={frontend}",
            .. cameras,
        ];

    /// <summary>The simulated cameras as configuration, which stands in for that of real ones.</summary>
    public static IEnumerable<string> Cameras(SimulatedCameras cameras, RtspServer server)
    {
        foreach (var (index, camera) in cameras.List.Index())
        {
            var number = index + 1;
            yield return $"--{CameraCatalog.FallbackSection}:CAMERA_{number}_ID={camera.Id}";
            yield return $"--{CameraCatalog.FallbackSection}:CAMERA_{number}_NAME={camera.Name}";
            yield return $"--{CameraCatalog.FallbackSection}:CAMERA_{number}_URL={server.UrlOf(camera.MainPath)}";
            if (camera.SubPath is { } sub)
            {
                yield return $"--{CameraCatalog.FallbackSection}:CAMERA_{number}_SUB_URL={server.UrlOf(sub)}";
            }
        }
    }

    // The transcoder itself listens on loopback only, and would take that to be true for WebRTC as well.
    private IEnumerable<string> WebRtc() =>
        options.IsRemote && !configuration.GetSection(WebRtcAddresses).GetChildren().Any()
            ? [$"--{WebRtcAddresses}:0=*"]
            : [];

    private IEnumerable<string> Common(bool exportsAll = false)
    {
        // One address is told at the end; four services telling theirs would hide it.
        yield return "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning";
        yield return "--hostBuilder:reloadConfigOnChange=false";
        foreach (var argument in given)
        {
            yield return argument;
        }

        // By these names only: a page whose name was made to lead here is refused.
        yield return $"--{HostNames.Key}={options.Hosts}";
        // They may stand in the .env file, which not every service reads.
        foreach (var (key, value) in configuration.AsEnumerable().Where(IsTelemetry))
        {
            yield return $"--{key}={value}";
        }

        if (configuration[ServiceName] is null)
        {
            yield return $"--{ServiceName}=CameraGrid";
        }

        if (!exportsAll)
        {
            // One process has one set of meters and sources: whoever exports them exports those of all.
            yield return "--OTEL_METRICS_EXPORTER=none";
            yield return "--OTEL_TRACES_EXPORTER=none";
        }
    }

    private static bool IsTelemetry(KeyValuePair<string, string?> setting) =>
        setting.Key.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase);
}
