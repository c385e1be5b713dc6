using CameraGrid.Cameras;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Rtsp;

namespace CameraGrid.Standalone;

/// <summary>What each service is told on top of what the program was: later arguments win over earlier ones.</summary>
internal sealed class ServiceArguments(string[] given, StandaloneOptions options, IConfiguration configuration)
{
    public string[] Simulator => [.. Common("Simulator"), "--urls=http://127.0.0.1:0", "--Simulator:RtspPort=0"];

    public string[] Frontend => [.. Common("Frontend"), "--urls=http://127.0.0.1:0"];

    public string[] Transcoder(string store, IEnumerable<string> cameras) =>
        [.. Common("Transcoder"), "--urls=http://127.0.0.1:0", $"--ConnectionStrings:redis={store}", .. cameras];

    public string[] Gateway(string store, Uri frontend, IEnumerable<string> cameras) =>
        [
            .. Common("Gateway"),
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

    private IEnumerable<string> Common(string service)
    {
        // One address is told at the end; four services telling theirs would hide it.
        yield return "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning";
        yield return "--hostBuilder:reloadConfigOnChange=false";
        foreach (var argument in given)
        {
            yield return argument;
        }

        // By these names only: a page whose name was made to lead here is refused.
        yield return $"--{StandaloneOptions.HostsKey}={options.Hosts}";
        yield return $"--OTEL_SERVICE_NAME=CameraGrid.{service}";
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 } endpoint)
        {
            // It may stand in the .env file, which a service reads after it set up its telemetry.
            yield return $"--OTEL_EXPORTER_OTLP_ENDPOINT={endpoint}";
        }
    }
}
