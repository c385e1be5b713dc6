using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>
/// The health of all streams, shared over the store: a hash per stream that expires with its owner, and a message a change.
/// </summary>
/// <remarks>
/// Every call ends within about two seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class HealthStore(IConnectionMultiplexer redis, Redactor redactor)
{
    /// <summary>A record that was not written again for this long is gone: its owner is dead.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(15);

    /// <summary>How often an owner writes a record that did not change.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    // Holds every stream of a large site several times; a reader further behind than this reads all anew anyway.
    private const int SubscriptionBound = 1024;

    private static readonly RedisChannel Changes = RedisChannel.Literal("cameragrid:health");
    private static readonly RedisKey Index = "cameragrid:health";

    /// <summary>Writes a record and tells all subscribers. To be called on each change and every <see cref="RenewEvery"/>.</summary>
    public Task WriteAsync(StreamHealth health, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => WriteNowAsync(health), cancellationToken);

    /// <summary>Deletes the record of a stream that is configured no more.</summary>
    public Task RemoveAsync(StreamKey key, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                var database = redis.GetDatabase();
                await Task.WhenAll(database.KeyDeleteAsync(KeyOf(key)), database.SetRemoveAsync(Index, key.ToString()));
            },
            cancellationToken
        );

    /// <summary>All records that have not expired.</summary>
    public Task<IReadOnlyList<StreamHealth>> ReadAllAsync(CancellationToken cancellationToken) =>
        StoreCall.RunAsync(ReadAllNowAsync, cancellationToken);

    /// <summary>One record, or null when it expired.</summary>
    public Task<StreamHealth?> ReadAsync(StreamKey key, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => ReadNowAsync(key), cancellationToken);

    /// <summary>
    /// Records as they are written, from now on; an expiry is not told. Messages are lost while the store is away and when
    /// the reader is far behind: read all now and then.
    /// </summary>
    public async IAsyncEnumerable<StreamHealth> SubscribeAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var text in StoreMessages.ReadAsync(redis, Changes, SubscriptionBound, cancellationToken))
        {
            if (StreamKey.TryParse(text, out var key) && await ReadAsync(key, cancellationToken) is { } health)
            {
                yield return health;
            }
        }
    }

    /// <summary>
    /// Calls back whenever a connection to the store came back: messages were lost, and it may have come back empty.
    /// </summary>
    /// <returns>Ends the calls when it is disposed.</returns>
    public IDisposable OnReconnected(Action call) => new Reconnects(redis, call);

    private async Task WriteNowAsync(StreamHealth health)
    {
        var database = redis.GetDatabase();
        var key = KeyOf(health.Key);
        var fields = HealthHash.Write(
            health with
            {
                LastError = health.LastError is { } error ? redactor.Redact(error) : null,
                LastRestartReason = health.LastRestartReason is { } reason ? redactor.Redact(reason) : null,
            }
        );

        // Together or not at all: a hash without its time to live would never go stale.
        var transaction = database.CreateTransaction();
        var parts = new Task[]
        {
            transaction.HashSetAsync(key, fields),
            transaction.KeyExpireAsync(key, TimeToLive),
            transaction.SetAddAsync(Index, health.Key.ToString()),
        };
        await transaction.RunAsync(parts);
        await database.PublishAsync(Changes, health.Key.ToString());
    }

    private async Task<IReadOnlyList<StreamHealth>> ReadAllNowAsync()
    {
        var database = redis.GetDatabase();
        var members = await database.SetMembersAsync(Index);
        var records = await Task.WhenAll(
            members.Select(async member =>
                (Member: member, Health: StreamKey.TryParse(member, out var key) ? await ReadNowAsync(key) : null)
            )
        );
        var gone = records.Where(record => record.Health is null).Select(record => record.Member).ToArray();
        if (gone.Length > 0)
        {
            // An owner that comes back adds its streams again with its next write.
            await database.SetRemoveAsync(Index, gone);
        }

        return [.. records.Select(record => record.Health).OfType<StreamHealth>()];
    }

    private async Task<StreamHealth?> ReadNowAsync(StreamKey key) =>
        HealthHash.Read(key, await redis.GetDatabase().HashGetAllAsync(KeyOf(key)));

    internal static RedisKey KeyOf(StreamKey key) => $"cameragrid:health:{key.Camera}:{key.Stream.ToText()}";
}
