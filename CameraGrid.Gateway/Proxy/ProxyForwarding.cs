using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace CameraGrid.Gateway.Proxy;

/// <summary>How an attempt to pass a request on ended.</summary>
/// <param name="IsElsewhere">Nothing was answered yet: the service did not answer, or said that another one is meant.</param>
/// <param name="Status">The status that this comes to.</param>
internal readonly record struct Forwarded(bool IsElsewhere, int Status);

/// <summary>Passes a request on, and turns a failure into a problem that says when to try again.</summary>
internal sealed class ProxyForwarding(IHttpForwarder forwarder, IHostApplicationLifetime lifetime)
{
    private const string RetryAfterSeconds = "1";

    public async Task SendAsync(HttpContext context, Uri address, HttpMessageInvoker client, string service)
    {
        var sent = await TrySendAsync(context, address, client);
        if (sent.IsElsewhere)
        {
            await AnswerAsync(context, Problems.NoAnswer(service, sent.Status));
        }
    }

    /// <summary>The same, and leaves it to the caller to answer where nobody did.</summary>
    public async Task<Forwarded> TrySendAsync(HttpContext context, Uri address, HttpMessageInvoker client)
    {
        var webSocket = IsWebSocket(context);
        // A viewer's socket never ends by itself; without this, every stop would wait for its limit.
        using var stop = webSocket ? lifetime.ApplicationStopping.Register(context.Abort) : default;
        var config = webSocket ? Upstreams.WebSockets : Upstreams.Requests;
        var transformer = new MisdirectedTransformer();
        var error = await forwarder.SendAsync(context, address.AbsoluteUri, client, config, transformer);
        var isElsewhere =
            (error is not ForwarderError.None || transformer.IsMisdirected)
            && !context.Response.HasStarted
            && !context.RequestAborted.IsCancellationRequested;
        var status = transformer.IsMisdirected ? StatusCodes.Status421MisdirectedRequest : context.Response.StatusCode;
        if (isElsewhere)
        {
            // Nobody answered: another attempt is to find the answer as it was, or it is refused.
            context.Response.StatusCode = StatusCodes.Status200OK;
        }

        return new(isElsewhere, status);
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

    /// <summary>Keeps back the answer that another service is meant: 421 (RFC 9110, 15.5.20).</summary>
    private sealed class MisdirectedTransformer : HttpTransformer
    {
        public bool IsMisdirected { get; private set; }

        public override ValueTask<bool> TransformResponseAsync(
            HttpContext httpContext,
            HttpResponseMessage? proxyResponse,
            CancellationToken cancellationToken
        )
        {
            IsMisdirected = proxyResponse?.StatusCode == System.Net.HttpStatusCode.MisdirectedRequest;
            return IsMisdirected
                ? ValueTask.FromResult(false)
                : base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        }
    }
}
