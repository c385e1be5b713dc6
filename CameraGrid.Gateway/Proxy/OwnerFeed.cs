using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>
/// Keeps the directory of owners up to date: by messages, and by a complete read now and then, since messages get lost.
/// </summary>
internal sealed class OwnerFeed(OwnerStore store, OwnerDirectory directory, CameraCatalog catalog, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ListenAsync(stoppingToken), ReadAsync(stoppingToken));

    // The health feed tells of a store that is away.
    private Task ListenAsync(CancellationToken cancellationToken) =>
        StoreSubscription.KeepAsync(
            store.SubscribeAsync,
            change =>
            {
                // Released, and taken by another in a moment: until then the former owner may still serve it.
                if (change.Owner is { } owner)
                {
                    directory.Take(change.Stream, owner);
                }
            },
            time,
            cancellationToken
        );

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ReadEvery, time);
        do
        {
            try
            {
                foreach (var (stream, owner) in await store.ReadAsync([.. catalog.Current.Streams], cancellationToken))
                {
                    directory.Take(stream, owner);
                }
            }
            catch (StoreUnavailableException)
            {
                // Those of before stay.
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
