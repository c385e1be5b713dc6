using CameraGrid.Cameras;
using CameraGrid.Gateway.Auth;

namespace CameraGrid.Gateway.Proxy;

/// <summary><c>/live/{camera}/{stream}/…</c>: passed on unchanged to the transcoder that owns the stream.</summary>
internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes
            .Map("/live/{camera}/{stream}/{**rest}", ForwardAsync)
            .WithMetadata(EndsWithSession.Mark)
            .ExcludeFromDescription()
            .DisableHttpMetrics();
        routes.Map("/live/{**rest}", Problems.NoSuchRoute).ExcludeFromDescription();
    }

    private static Task ForwardAsync(
        HttpContext context,
        string camera,
        string stream,
        CameraCatalog catalog,
        LiveForwarding forwarding
    )
    {
        if (catalog.Find(camera) is null)
        {
            return Problems.NoSuchCamera(camera).ExecuteAsync(context);
        }

        if (!StreamNames.TryParse(stream, out var name) || catalog.Find(new StreamKey(camera, name)) is null)
        {
            return Problems.NoSuchStream(camera).ExecuteAsync(context);
        }

        return forwarding.SendAsync(context, new StreamKey(camera, name));
    }
}
