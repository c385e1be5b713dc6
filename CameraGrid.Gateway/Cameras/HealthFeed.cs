using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Cameras;

/// <summary>
/// Keeps the board up to date: by messages, by a complete read now and then (messages get lost), and by the clock.
/// </summary>
internal sealed partial class HealthFeed(
    HealthStore store,
    HealthBoard board,
    TimeProvider time,
    ILogger<HealthFeed> logger
) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromSeconds(1);
    private bool _away;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            StoreSubscription.KeepAsync(store.SubscribeAsync, board.Tell, time, stoppingToken),
            ReadAsync(stoppingToken),
            ExpireAsync(stoppingToken)
        );

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var turns = new ReadTurns(ReadEvery, time);
        // At once when the store is back, too: what was told meanwhile is lost, and it may have come back empty.
        using var reconnected = store.OnReconnected(turns.Ask);
        while (true)
        {
            await ReadOnceAsync(cancellationToken);
            await turns.NextAsync(cancellationToken);
        }
    }

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var told = board.Told;
            board.TakeAll(await store.ReadAllAsync(cancellationToken), told);
            if (_away)
            {
                _away = false;
                LogStoreBack();
            }
        }
        catch (StoreUnavailableException exception)
        {
            if (!_away)
            {
                _away = true;
                LogStoreAway(exception.Message);
            }
        }
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ExpireEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            board.Expire();
        }
    }
}
