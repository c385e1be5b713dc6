namespace CameraGrid.Cameras;

/// <summary>Listens to a store's messages for as long as a service runs.</summary>
public static class StoreSubscription
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Has all of a store read every so often, and at once where a message tells of a change or the store is back: what was
    /// told meanwhile is lost, and it may have come back empty. The first time is the caller's.
    /// </summary>
    /// <param name="subscribe">A store's <c>SubscribeAsync</c>.</param>
    /// <param name="onReconnected">A store's <c>OnReconnected</c>.</param>
    /// <param name="read">Reads; not called anew before it has ended.</param>
    /// <param name="every">How often at least.</param>
    /// <param name="time">The clock of it.</param>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    public static async Task FollowAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> subscribe,
        Func<Action, IDisposable> onReconnected,
        Func<CancellationToken, Task> read,
        TimeSpan every,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var turns = new ReadTurns(every, time);
        using var reconnected = onReconnected(turns.Ask);
        await Task.WhenAll(KeepAsync(subscribe, _ => turns.Ask(), time, cancellationToken), ReadInTurnAsync());

        async Task ReadInTurnAsync()
        {
            while (true)
            {
                await turns.NextAsync(cancellationToken);
                await read(cancellationToken);
            }
        }
    }

    /// <summary>
    /// Takes each message, and subscribes again after a second where the store does not answer. What is told meanwhile is
    /// lost, and nothing is said of it: whoever listens also reads all now and then.
    /// </summary>
    /// <param name="subscribe">A store's <c>SubscribeAsync</c>.</param>
    /// <param name="take">Called with one message at a time.</param>
    /// <param name="time">The clock of the wait.</param>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>.</param>
    public static async Task KeepAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> subscribe,
        Action<T> take,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                await foreach (var message in subscribe(cancellationToken))
                {
                    take(message);
                }
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(AgainAfter, time, cancellationToken);
            }
        }
    }
}
