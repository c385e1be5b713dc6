using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CameraGrid.Gateway.Proxy;

/// <summary>Passes a request on, and turns a failure into a problem that says when to try again.</summary>
internal sealed class ProxyForwarding(IHttpForwarder forwarder, IHostApplicationLifetime lifetime)
{
    private const string RetryAfterSeconds = "1";

    public async Task SendAsync(HttpContext context, Uri address, HttpMessageInvoker client, string service)
    {
        var webSocket = IsWebSocket(context);
        // A viewer's socket never ends by itself; without this, every stop would wait for its limit.
        using var stop = webSocket ? lifetime.ApplicationStopping.Register(context.Abort) : default;
        var config = webSocket ? Upstreams.WebSockets : Upstreams.Requests;
        var error = await forwarder.SendAsync(context, address.AbsoluteUri, client, config);
        if (
            error is not ForwarderError.None
            && !context.Response.HasStarted
            && !context.RequestAborted.IsCancellationRequested
        )
        {
            await AnswerAsync(context, Problems.NoAnswer(service, context.Response.StatusCode));
        }
    }

    public static Task AnswerAsync(HttpContext context, IResult problem)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return problem.ExecuteAsync(context);
    }

    // RFC 6455, 4.1 over HTTP/1.1, and RFC 8441, 4 over HTTP/2. The WebSocket middleware, which would know, is only for those
    // who speak it themselves.
    private static bool IsWebSocket(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
