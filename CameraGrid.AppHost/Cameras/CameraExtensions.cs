using CameraGrid.AppHost.Commands;
using CameraGrid.AppHost.Publishing;
using CameraGrid.Cameras;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.AppHost.Cameras;

/// <summary>Hands the cameras on to the services that need them, without showing a password to whoever looks at the dashboard.</summary>
internal static class CameraExtensions
{
    private const string CamerasFileKey = "CAMERAS_FILE";

    /// <summary>
    /// Reads the cameras of <c>CAMERA_n_*</c> and <c>CAMERAS_FILE</c>, from the environment and the repository's <c>.env</c>.
    /// Where there are none, adds the simulator.
    /// </summary>
    /// <exception cref="CameraConfigurationException">The cameras' configuration is wrong; all errors at once.</exception>
    public static CameraSource AddCameras(this IDistributedApplicationBuilder builder)
    {
        // Beside the program's own, whose sources would all be read anew, which not all of them can.
        var settings = new ConfigurationManager();
        settings.AddConfiguration(builder.Configuration);
        // Paths are seen from the repository, wherever this program was started from.
        var files = new Dictionary<string, string>();
        var standard = Path.Combine(builder.Root(), ".env");
        var named = settings[DotEnvConfiguration.FileKey];
        if (!string.IsNullOrWhiteSpace(named) || File.Exists(standard))
        {
            Name(DotEnvConfiguration.FileKey, string.IsNullOrWhiteSpace(named) ? standard : named);
            settings.AddDotEnvFile();
        }

        if (settings[CamerasFileKey] is { Length: > 0 } list)
        {
            Name(CamerasFileKey, list);
        }

        var configured = CameraCatalog.FromConfiguration(settings);
        var simulator = configured.Cameras.Count == 0 ? builder.AddSimulator() : null;
        return new CameraSource(settings, configured, files, simulator);

        void Name(string key, string path)
        {
            files[key] = Path.GetFullPath(path, builder.Root());
            settings.AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, files[key])]);
        }
    }

    /// <summary>
    /// Tells a service its cameras. Here it reads the same files, and inherits the same environment, as this program;
    /// elsewhere each camera is a set of parameters.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithCameras(
        this IResourceBuilder<ProjectResource> service,
        CameraSource cameras
    )
    {
        if (cameras.Simulator is { } simulator)
        {
            service.WithSimulatedCameras(simulator).WaitFor(simulator);
        }

        if (service.ApplicationBuilder.ExecutionContext.IsPublishMode)
        {
            return service.WithPublishedCameras(cameras.Configured.Cameras);
        }

        foreach (var (key, path) in cameras.Files)
        {
            service.WithEnvironment(key, path);
        }

        return service;
    }

    private static IResourceBuilder<ProjectResource> AddSimulator(this IDistributedApplicationBuilder builder) =>
        builder
            .AddProject<Projects.CameraGrid_Simulator>("simulator")
            .WithHttpEndpoint()
            .WithRtspEndpoint()
            .WithClips()
            .WithHttpHealthCheck("/health")
            .WithFaults()
            .PublishAsImage("simulator");
}
