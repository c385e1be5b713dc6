using CameraGrid.Cameras;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>Tells the gateways where this node is, for as long as it lives.</summary>
internal sealed partial class NodeAnnouncer(
    NodeStore nodes,
    IServer server,
    IHostApplicationLifetime lifetime,
    IOptions<TranscoderOptions> options,
    TimeProvider time,
    ILogger<NodeAnnouncer> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilStartedAsync(stoppingToken);
        var node = new TranscoderNode(options.Value.NodeId, Address());
        LogAnnounced(logger, node.Id, node.Address);
        using var timer = new PeriodicTimer(NodeStore.RenewEvery, time);
        try
        {
            do
            {
                await TryAsync(() => nodes.AnnounceAsync(node, stoppingToken));
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TryAsync(() => nodes.WithdrawAsync(node.Id, CancellationToken.None));
        }
    }

    private Uri Address() =>
        options.Value.Address
        ?? new Uri(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    private async Task UntilStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (StoreUnavailableException unavailable)
        {
            LogUnavailable(logger, unavailable.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Node {Node} serves at {Address}")]
    private static partial void LogAnnounced(ILogger logger, string node, Uri address);

    [LoggerMessage(LogLevel.Debug, "The node cannot be announced: {Message}")]
    private static partial void LogUnavailable(ILogger logger, string message);
}
