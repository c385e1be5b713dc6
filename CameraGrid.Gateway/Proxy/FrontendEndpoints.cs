using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Proxy;

/// <summary>Everything else is a page of the frontend.</summary>
internal static class FrontendEndpoints
{
    public static void MapFrontend(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], ForwardAsync)
            .ExcludeFromDescription()
            .WithOrder(int.MaxValue);

    private static Task ForwardAsync(
        HttpContext context,
        IOptions<GatewayOptions> options,
        ProxyForwarding forwarding,
        Upstreams upstreams
    ) => forwarding.SendAsync(context, options.Value.FrontendAddress, upstreams.Frontend, "frontend");
}
