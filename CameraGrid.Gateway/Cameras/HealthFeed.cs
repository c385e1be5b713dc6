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
        Task.WhenAll(ListenAsync(stoppingToken), ReadAsync(stoppingToken), ExpireAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await foreach (var health in store.SubscribeAsync(cancellationToken))
                {
                    board.Tell(health);
                }
            }
            catch (StoreUnavailableException)
            {
                // Told by ReadAsync.
                await Task.Delay(ExpireEvery, time, cancellationToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReadEvery, time);
        do
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
                    LogStoreAway(exception.InnerException?.Message);
                }
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
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
