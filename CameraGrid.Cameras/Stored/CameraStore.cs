using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>All that the camera page rests on, as it was in the store at one time.</summary>
/// <param name="Cameras">A <see cref="CameraRecord"/> each, as written, by id.</param>
/// <param name="Keys">The keys of <see cref="CameraKeys"/>, by id.</param>
internal sealed record CameraRecords(
    IReadOnlyDictionary<string, string> Cameras,
    IReadOnlyDictionary<string, string> Keys
)
{
    public static readonly CameraRecords None = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    public bool IsSameAs(CameraRecords other) => AreSame(Cameras, other.Cameras) && AreSame(Keys, other.Keys);

    /// <summary>How many of each: no record of it.</summary>
    public override string ToString() => $"{Cameras.Count} cameras, {Keys.Count} keys";

    private static bool AreSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.GetValueOrDefault(pair.Key) == pair.Value);
}

/// <summary>The cameras of the camera page, and the keys that seal what is secret of them: a hash of each in the store.</summary>
/// <remarks>
/// Every call ends within about two seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class CameraStore(IConnectionMultiplexer redis)
{
    private const int SubscriptionBound = 16;

    private static readonly RedisKey CamerasKey = "cameragrid:cameras";
    private static readonly RedisKey KeysKey = "cameragrid:camera-keys";
    private static readonly RedisChannel Changes = RedisChannel.Literal("cameragrid:cameras");

    /// <summary>How many cameras there are, those that cannot be used too.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => redis.GetDatabase().HashLengthAsync(CamerasKey), cancellationToken);

    internal Task<CameraRecords> ReadAllAsync(CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                // In this order: a key is there before what it seals.
                var cameras = redis.GetDatabase().HashGetAllAsync(CamerasKey);
                var keys = redis.GetDatabase().HashGetAllAsync(KeysKey);
                return new CameraRecords(StoreHash.Read(await cameras), StoreHash.Read(await keys));
            },
            cancellationToken
        );

    /// <param name="id">The camera's.</param>
    /// <param name="value">Its record.</param>
    /// <param name="newKeys">Keys that the store has not got yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where there is one of this id.</returns>
    internal Task<bool> AddAsync(
        string id,
        string value,
        IReadOnlyDictionary<string, string> newKeys,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            newKeys,
            database => database.HashSetAsync(CamerasKey, id, value, When.NotExists),
            cancellationToken
        );

    /// <inheritdoc cref="AddAsync"/>
    /// <param name="id">The camera's.</param>
    /// <param name="before">Its record as it was read.</param>
    /// <param name="value">Its record as it is to be.</param>
    /// <param name="newKeys">Keys that the store has not got yet.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False where it is another by now, or gone.</returns>
    internal Task<bool> ReplaceAsync(
        string id,
        string before,
        string value,
        IReadOnlyDictionary<string, string> newKeys,
        CancellationToken cancellationToken
    ) =>
        WriteAsync(
            newKeys,
            database => StoreHash.ReplaceAsync(database, CamerasKey, id, before, value),
            cancellationToken
        );

    /// <returns>False where there is none of this id.</returns>
    internal Task<bool> RemoveAsync(string id, CancellationToken cancellationToken) =>
        WriteAsync(CameraRecords.None.Keys, database => database.HashDeleteAsync(CamerasKey, id), cancellationToken);

    /// <summary>Gives a store that was emptied back what it held. What is there stays.</summary>
    internal Task RestoreAsync(CameraRecords records, CancellationToken cancellationToken) =>
        WriteAsync(
            records.Keys,
            async database =>
            {
                await Task.WhenAll(
                    records.Cameras.Select(camera =>
                        database.HashSetAsync(CamerasKey, camera.Key, camera.Value, When.NotExists)
                    )
                );
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc cref="AccountStore.SubscribeAsync"/>
    internal IAsyncEnumerable<string> SubscribeAsync(CancellationToken cancellationToken) =>
        StoreMessages.ReadAsync(redis, Changes, SubscriptionBound, cancellationToken);

    /// <inheritdoc cref="HealthStore.OnReconnected"/>
    internal IDisposable OnReconnected(Action call) => new Reconnects(redis, call);

    private Task<bool> WriteAsync(
        IReadOnlyDictionary<string, string> newKeys,
        Func<IDatabase, Task<bool>> write,
        CancellationToken cancellationToken
    ) =>
        StoreCall.RunAsync(
            async () =>
            {
                var database = redis.GetDatabase();
                await Task.WhenAll(
                    newKeys.Select(key => database.HashSetAsync(KeysKey, key.Key, key.Value, When.NotExists))
                );
                var written = await write(database);
                await redis.GetSubscriber().PublishAsync(Changes, RedisValue.EmptyString);
                return written;
            },
            cancellationToken
        );
}
