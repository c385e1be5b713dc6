using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>
/// Keeps the directory up to date. While the store is away, and until it fills again after it came back empty, the last known
/// nodes stay: pictures go on.
/// </summary>
internal sealed partial class NodeFeed(
    NodeStore store,
    NodeDirectory directory,
    TimeProvider time,
    ILogger<NodeFeed> logger
) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);
    private long? _emptySince;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ReadEvery, time);
        do
        {
            try
            {
                Take(await store.ReadAllAsync(stoppingToken));
            }
            catch (StoreUnavailableException)
            {
                // The health feed tells of it. It may come back empty.
                _emptySince = null;
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Take(IReadOnlyList<TranscoderNode> nodes)
    {
        _emptySince = nodes.Count > 0 ? null : _emptySince ?? time.GetTimestamp();
        if (_emptySince is { } since && time.GetElapsedTime(since) < NodeStore.Lease)
        {
            // Nodes announce themselves again within seconds. Those that really are gone refuse the connection at once.
            return;
        }

        foreach (var node in nodes.Except(directory.Nodes))
        {
            LogNodeFound(node.Id, node.Address);
        }

        foreach (var node in directory.Nodes.ExceptBy(nodes.Select(other => other.Id), node => node.Id))
        {
            LogNodeGone(node.Id);
        }

        directory.Nodes = nodes;
    }
}
