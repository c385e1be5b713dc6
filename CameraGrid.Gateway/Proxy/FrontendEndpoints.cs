using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Proxy;

/// <summary>Everything else is a page of the frontend.</summary>
internal static class FrontendEndpoints
{
    // What a page needs before anybody signed in. Scripts and styles hold no secret.
    private static readonly string[] ForEverybody = ["/login", "/enter", "/assets/{**path}", "/favicon.svg"];

    public static void MapFrontend(this IEndpointRouteBuilder routes)
    {
        foreach (var path in ForEverybody)
        {
            Map(routes, path).AllowAnonymous();
        }

        Map(routes, "/{**path}").WithOrder(int.MaxValue);
    }

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string path) =>
        routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], ForwardAsync).ExcludeFromDescription();

    private static Task ForwardAsync(
        HttpContext context,
        IOptions<GatewayOptions> options,
        ProxyForwarding forwarding,
        Upstreams upstreams
    ) => forwarding.SendAsync(context, options.Value.FrontendAddress, upstreams.Frontend, "frontend");
}
