using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>Bounds each call to the store and gives its failures one type.</summary>
internal static class StoreCall
{
    // Long enough for a reconnect on a local network, short enough for a person who waits.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Func<Task> call, CancellationToken cancellationToken) =>
        await RunAsync<bool>(
            async () =>
            {
                await call();
                return true;
            },
            cancellationToken
        );

    public static async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call().WaitAsync(Limit, cancellationToken);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The parts of a transaction that was refused or lost.
            throw new StoreUnavailableException(exception);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw new StoreUnavailableException(exception);
        }
    }

    /// <summary>As the other ones, for a caller that cannot await. The client's own limit is the only one.</summary>
    public static T Run<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (IsAway(exception))
        {
            throw new StoreUnavailableException(exception);
        }
    }

    private static bool IsAway(Exception exception) =>
        exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;
}
