using CameraGrid.Cameras;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.AppHost.Cameras;

/// <summary>The simulated cameras, which stand in where none is configured.</summary>
internal static class SimulatorExtensions
{
    private const string Rtsp = "rtsp";

    // As the list of the demo names it, which a test holds to the simulator's own.
    private const string Host = "rtsp://simulator:8554";

    public static IResourceBuilder<ProjectResource> WithRtspEndpoint(
        this IResourceBuilder<ProjectResource> simulator
    ) =>
        simulator.WithEndpoint(
            name: Rtsp,
            scheme: Rtsp,
            targetPort: simulator.ApplicationBuilder.ExecutionContext.IsPublishMode ? 8554 : null,
            env: "Simulator__RtspPort"
        );

    /// <summary>Keeps the encoded clips where a container may write.</summary>
    public static IResourceBuilder<ProjectResource> WithClips(this IResourceBuilder<ProjectResource> simulator) =>
        simulator.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? simulator.WithEnvironment("Simulator__Cache", "/tmp/clips")
            : simulator;

    /// <summary>The cameras of <c>deploy/demo.env</c>, at the simulator's own address.</summary>
    public static IResourceBuilder<ProjectResource> WithSimulatedCameras(
        this IResourceBuilder<ProjectResource> service,
        IResourceBuilder<ProjectResource> simulator
    )
    {
        var address = simulator.GetEndpoint(Rtsp).Property(EndpointProperty.HostAndPort);
        foreach (var (key, value) in Demo(service.ApplicationBuilder))
        {
            service.WithEnvironment(
                $"{CameraCatalog.FallbackSection}__{key}",
                value.StartsWith(Host, StringComparison.Ordinal)
                    ? ReferenceExpression.Create($"rtsp://{address}{value[Host.Length..]}")
                    : ReferenceExpression.Create($"{value}")
            );
        }

        return service;
    }

    private static IEnumerable<KeyValuePair<string, string>> Demo(IDistributedApplicationBuilder builder)
    {
        var demo = new ConfigurationManager
        {
            [DotEnvConfiguration.FileKey] = Path.Combine(builder.Root(), "deploy", "demo.env"),
        };
        demo.AddDotEnvFile();
        return demo.AsEnumerable()
            .Where(pair => pair.Value is not null && pair.Key.StartsWith("CAMERA_", StringComparison.Ordinal))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value!));
    }
}
