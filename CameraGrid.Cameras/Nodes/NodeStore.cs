using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>The transcoders that are alive, each under a lease that it renews.</summary>
/// <remarks>
/// Every call ends within about two seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class NodeStore(IConnectionMultiplexer redis)
{
    /// <summary>A node that was not announced again for this long is gone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    /// <summary>How often a node announces itself again.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(2);

    // After an address, which has no space in it.
    private const string Draining = " draining";

    private const int SubscriptionBound = 64;

    private static readonly RedisKey Index = "cameragrid:nodes";
    private static readonly RedisChannel Changes = RedisChannel.Literal("cameragrid:nodes");

    /// <summary>Announces a node for the next <see cref="Lease"/>. To be called every <see cref="RenewEvery"/>.</summary>
    /// <returns>Whether its last announcement was still there.</returns>
    public Task<bool> AnnounceAsync(TranscoderNode node, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => AnnounceNowAsync(node), cancellationToken);

    /// <summary>Ends a node's lease, as on an orderly stop.</summary>
    public Task WithdrawAsync(string id, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                var database = redis.GetDatabase();
                await Task.WhenAll(database.KeyDeleteAsync(KeyOf(id)), database.SetRemoveAsync(Index, id));
                await database.PublishAsync(Changes, id);
            },
            cancellationToken
        );

    /// <summary>All nodes whose lease holds, ordered by id.</summary>
    public Task<IReadOnlyList<TranscoderNode>> ReadAllAsync(CancellationToken cancellationToken) =>
        StoreCall.RunAsync(ReadAllNowAsync, cancellationToken);

    /// <summary>
    /// The ids of nodes that came, changed or withdrew, as it happens; a lease that runs out is not told, and messages are
    /// lost while the store is away: read all now and then.
    /// </summary>
    public IAsyncEnumerable<string> SubscribeAsync(CancellationToken cancellationToken) =>
        StoreMessages.ReadAsync(redis, Changes, SubscriptionBound, cancellationToken);

    private async Task<bool> AnnounceNowAsync(TranscoderNode node)
    {
        var database = redis.GetDatabase();
        var value = node.Address.AbsoluteUri + (node.IsDraining ? Draining : "");
        var before = database.StringGetAsync(KeyOf(node.Id));
        await Task.WhenAll(
            before,
            database.StringSetAsync(KeyOf(node.Id), value, Lease),
            database.SetAddAsync(Index, node.Id)
        );
        if (await before != value)
        {
            await database.PublishAsync(Changes, node.Id);
        }

        return !(await before).IsNull;
    }

    private async Task<IReadOnlyList<TranscoderNode>> ReadAllNowAsync()
    {
        var database = redis.GetDatabase();
        var ids = await database.SetMembersAsync(Index);
        if (ids.Length == 0)
        {
            return [];
        }

        var values = await database.StringGetAsync([.. ids.Select(id => KeyOf(id.ToString()))]);
        var gone = ids.Where((_, index) => values[index].IsNull).ToArray();
        if (gone.Length > 0)
        {
            await database.SetRemoveAsync(Index, gone);
        }

        return
        [
            .. ids.Zip(values)
                .Select(pair => Read(pair.First.ToString(), pair.Second.ToString()))
                .OfType<TranscoderNode>()
                .OrderBy(node => node.Id, StringComparer.Ordinal),
        ];
    }

    private static TranscoderNode? Read(string id, string value)
    {
        var isDraining = value.EndsWith(Draining, StringComparison.Ordinal);
        return Uri.TryCreate(isDraining ? value[..^Draining.Length] : value, UriKind.Absolute, out var address)
            ? new TranscoderNode(id, address, isDraining)
            : null;
    }

    private static RedisKey KeyOf(string id) => $"cameragrid:node:{id}";
}
