using CameraGrid.Gateway;
using CameraGrid.Standalone;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>The product's gateway, which can be stopped and followed by another at the same address.</summary>
internal sealed class ProductGateway(StandaloneHost host) : IAsyncDisposable
{
    private static readonly string[] Settings =
    [
        "CAMERA_",
        "Gateway:",
        "ConnectionStrings:",
        "AllowedHosts",
        "Logging:",
    ];

    // The product's own is stopped and disposed with it.
    private WebApplication? _second;

    public async Task StopAsync()
    {
        await (_second ?? host.Gateway).StopAsync(CancellationToken.None);
        await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
        _second = null;
    }

    /// <summary>Starts another, configured like the first.</summary>
    public Task StartAsync()
    {
        var settings = ((IConfiguration)host.Gateway.Configuration)
            .AsEnumerable()
            .Where(pair =>
                pair.Value is not null && Settings.Any(name => pair.Key.StartsWith(name, StringComparison.Ordinal))
            )
            .Select(pair => $"--{pair.Key}={pair.Value}");
        _second = GatewayService.Build([.. settings, $"--urls={host.Address.GetLeftPart(UriPartial.Authority)}"]);
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
