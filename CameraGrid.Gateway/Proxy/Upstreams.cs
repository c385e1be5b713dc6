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
        Transcoders = new HttpMessageInvoker(Handler());
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
