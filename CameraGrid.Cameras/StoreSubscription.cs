namespace CameraGrid.Cameras;

/// <summary>Listens to a store's messages for as long as a service runs.</summary>
public static class StoreSubscription
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);

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
