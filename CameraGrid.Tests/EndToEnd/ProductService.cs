using CameraGrid.Gateway;
using CameraGrid.Standalone;
using CameraGrid.Transcoder;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>One of the product's services, which can be stopped and followed by another, configured like the first.</summary>
internal sealed class ProductService : IAsyncDisposable
{
    private static readonly string[] Settings =
    [
        "CAMERA_",
        "Gateway:",
        "Transcoder:",
        "ConnectionStrings:",
        "AllowedHosts",
        "Logging:",
    ];

    private readonly WebApplication _first;
    private readonly Func<string[], WebApplication> _build;
    private readonly string _address;

    // The product's own is stopped and disposed with it.
    private WebApplication? _second;

    private ProductService(WebApplication first, Func<string[], WebApplication> build, string address)
    {
        _first = first;
        _build = build;
        _address = address;
    }

    /// <summary>The gateway, always at the same address.</summary>
    public static ProductService Gateway(StandaloneHost host) =>
        new(host.Gateway, GatewayService.Build, host.Address.GetLeftPart(UriPartial.Authority));

    /// <summary>The transcoder, each time at another address, as another node.</summary>
    public static ProductService Transcoder(StandaloneHost host) =>
        new(host.Transcoder, TranscoderService.Build, "http://127.0.0.1:0");

    public async Task StopAsync()
    {
        await (_second ?? _first).StopAsync(CancellationToken.None);
        await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
        _second = null;
    }

    /// <summary>Starts another.</summary>
    public Task StartAsync()
    {
        var settings = ((IConfiguration)_first.Configuration)
            .AsEnumerable()
            .Where(pair =>
                pair.Value is not null && Settings.Any(name => pair.Key.StartsWith(name, StringComparison.Ordinal))
            )
            .Select(pair => $"--{pair.Key}={pair.Value}");
        _second = _build([.. settings, $"--urls={_address}"]);
        return _second.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_second is not null)
        {
            await StopAsync();
        }
    }
}
