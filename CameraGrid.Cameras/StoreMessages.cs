using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>The messages of a channel of the store.</summary>
internal static class StoreMessages
{
    /// <param name="redis">The store.</param>
    /// <param name="name">The channel.</param>
    /// <param name="bound">A reader that is behind by more loses the oldest.</param>
    /// <param name="cancellationToken">Ends the subscription.</param>
    public static async IAsyncEnumerable<string> ReadAsync(
        IConnectionMultiplexer redis,
        RedisChannel name,
        int bound,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var messages = Channel.CreateBounded<string>(
            new BoundedChannelOptions(bound) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
        );
        var subscriber = redis.GetSubscriber();
        void Receive(RedisChannel channel, RedisValue message) => messages.Writer.TryWrite(message.ToString());
        try
        {
            // One that fails is kept by the client all the same, for when the store is back.
            await StoreCall.RunAsync(() => subscriber.SubscribeAsync(name, Receive), cancellationToken);
            await foreach (var text in messages.Reader.ReadAllAsync(cancellationToken))
            {
                yield return text;
            }
        }
        finally
        {
            try
            {
                // Nobody waits for the store to hear that nobody listens any more.
                await subscriber.UnsubscribeAsync(name, Receive, CommandFlags.FireAndForget);
            }
            catch (ObjectDisposedException)
            {
                // The connection went before its listener, in a stop that ran out of time.
            }
        }
    }
}
