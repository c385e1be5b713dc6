using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.ServiceDiscovery.Http;
using Yarp.ReverseProxy.Forwarder;

namespace CameraGrid.Gateway.Proxy;

/// <summary>The connections to the services behind.</summary>
/// <remarks>
/// HTTP/1.1: a WebSocket is then a connection of its own whose bytes are passed on as they come, 25 messages a second each.
/// Over HTTP/2 every one of them would be framed, windowed and locked on a connection shared by all.
/// </remarks>
internal sealed class Upstreams : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    public Upstreams(IServiceDiscoveryHttpMessageHandlerFactory discovery)
    {
        Transcoders = new HttpMessageInvoker(new UpgradeLimit { InnerHandler = Handler() });
        Frontend = new HttpMessageInvoker(discovery.CreateHandler(Handler()));
    }

    /// <summary>For addresses that nodes announced.</summary>
    public HttpMessageInvoker Transcoders { get; }

    /// <summary>For an address that may be the name of a service.</summary>
    public HttpMessageInvoker Frontend { get; }

    /// <summary>Longer than any blocking playlist reload, so that only a service that hangs is given up.</summary>
    public static ForwarderRequestConfig Requests { get; } =
        new()
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            ActivityTimeout = TimeSpan.FromSeconds(60),
            AllowResponseBuffering = false,
        };

    /// <summary>A WebSocket stays open while its stream is away, for as long as its viewer does.</summary>
    public static ForwarderRequestConfig WebSockets { get; } =
        Requests with
        {
            ActivityTimeout = Timeout.InfiniteTimeSpan,
        };

    public void Dispose()
    {
        Transcoders.Dispose();
        Frontend.Dispose();
    }

    /// <summary>
    /// A WebSocket may be silent for long once it is open, but a node that is frozen takes the connection and never opens it.
    /// </summary>
    private sealed class UpgradeLimit : DelegatingHandler
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.Headers.Upgrade.Count == 0)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Limit);
            try
            {
                return await base.SendAsync(request, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new HttpRequestException("The WebSocket was not opened in time.");
            }
        }
    }

    private static SocketsHttpHandler Handler() =>
        new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            MaxConnectionsPerServer = int.MaxValue,
            // A trace goes on in the service behind, and ends here where it is not recorded.
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
        };
}
