using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>
/// Keeps the directory up to date: it reads all nodes every second, and at once where one came, changed or withdrew. While
/// the store is away the last known nodes stay, and each that is missing there stays for a lease: the store may have come
/// back empty, and pictures go on.
/// </summary>
internal sealed partial class NodeFeed(
    NodeStore store,
    NodeDirectory directory,
    TimeProvider time,
    ILogger<NodeFeed> logger
) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, long> _missingSince = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var turns = new ReadTurns(ReadEvery, time);
        await Task.WhenAll(
            StoreSubscription.KeepAsync(store.SubscribeAsync, _ => turns.Ask(), time, stoppingToken),
            ReadAsync(turns, stoppingToken)
        );
    }

    private async Task ReadAsync(ReadTurns turns, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                Take(await store.ReadAllAsync(cancellationToken));
            }
            catch (StoreUnavailableException)
            {
                // The health feed tells of it. It may come back empty.
                _missingSince.Clear();
            }

            await turns.NextAsync(cancellationToken);
        }
    }

    private void Take(IReadOnlyList<TranscoderNode> nodes)
    {
        foreach (var node in nodes.Where(node => directory.Nodes.All(known => known.Address != node.Address)))
        {
            LogNodeFound(node.Id, node.Address);
        }

        var missing = directory.Nodes.ExceptBy(nodes.Select(other => other.Id), node => node.Id).ToList();
        foreach (var node in nodes)
        {
            _missingSince.Remove(node.Id);
        }

        missing.ForEach(node => _missingSince.TryAdd(node.Id, time.GetTimestamp()));
        // Those that really are gone refuse the connection at once.
        var kept = missing.FindAll(node => time.GetElapsedTime(_missingSince[node.Id]) < NodeStore.Lease);
        foreach (var node in missing.Except(kept))
        {
            _missingSince.Remove(node.Id);
            LogNodeGone(node.Id);
        }

        directory.Nodes = [.. nodes, .. kept];
    }
}
