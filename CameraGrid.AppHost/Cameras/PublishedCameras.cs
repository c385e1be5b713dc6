using CameraGrid.Cameras;

namespace CameraGrid.AppHost.Cameras;

/// <summary>Cameras as what is published is told them: addresses, with their credentials, as secret parameters.</summary>
internal static class PublishedCameras
{
    public static IResourceBuilder<ProjectResource> WithPublishedCameras(
        this IResourceBuilder<ProjectResource> service,
        IReadOnlyList<CameraDefinition> cameras
    )
    {
        foreach (var (index, camera) in cameras.Index())
        {
            var prefix = $"CAMERA_{index + 1}";
            service
                .WithEnvironment($"{prefix}_ID", camera.Id)
                .WithEnvironment($"{prefix}_NAME", camera.Name)
                .WithEnvironment($"{prefix}_TRANSPORT", camera.Main.Transport == RtspTransport.Udp ? "udp" : "tcp")
                .WithEnvironment($"{prefix}_ENABLED", camera.Enabled ? "true" : "false")
                .WithSecret($"{prefix}_URL", AddressOf(camera.Main));
            if (camera.Sub is { } sub)
            {
                service.WithSecret($"{prefix}_SUB_URL", AddressOf(sub));
            }
        }

        return service;
    }

    private static string AddressOf(StreamSource source)
    {
        var address = new UriBuilder(source.Url);
        if (source.Username is { } user)
        {
            (address.UserName, address.Password) = (
                Uri.EscapeDataString(user),
                Uri.EscapeDataString(source.Password ?? "")
            );
        }

        return address.Uri.AbsoluteUri;
    }

    // Gateway and transcoders share it.
    private static void WithSecret(this IResourceBuilder<ProjectResource> service, string key, string value)
    {
        var builder = service.ApplicationBuilder;
        var name = key.ToLowerInvariant().Replace('_', '-');
        service.WithEnvironment(
            key,
            builder.TryCreateResourceBuilder<ParameterResource>(name, out var there)
                ? there
                : builder.AddParameter(name, value, secret: true)
        );
    }
}
