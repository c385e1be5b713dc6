using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>The transcoders that are alive, each under a lease that it renews.</summary>
/// <remarks>
/// Every call ends within about two seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class NodeStore(IConnectionMultiplexer redis)
{
    /// <summary>A node that was not announced again for this long is gone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>How often a node announces itself again.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private static readonly RedisKey Index = "cameragrid:nodes";

    /// <summary>Announces a node for the next <see cref="Lease"/>. To be called every <see cref="RenewEvery"/>.</summary>
    public Task AnnounceAsync(TranscoderNode node, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                var database = redis.GetDatabase();
                await Task.WhenAll(
                    database.StringSetAsync(KeyOf(node.Id), node.Address.AbsoluteUri, Lease),
                    database.SetAddAsync(Index, node.Id)
                );
            },
            cancellationToken
        );

    /// <summary>Ends a node's lease, as on an orderly stop.</summary>
    public Task WithdrawAsync(string id, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                var database = redis.GetDatabase();
                await Task.WhenAll(database.KeyDeleteAsync(KeyOf(id)), database.SetRemoveAsync(Index, id));
            },
            cancellationToken
        );

    /// <summary>All nodes whose lease holds, ordered by id.</summary>
    public Task<IReadOnlyList<TranscoderNode>> ReadAllAsync(CancellationToken cancellationToken) =>
        StoreCall.RunAsync(ReadAllNowAsync, cancellationToken);

    private async Task<IReadOnlyList<TranscoderNode>> ReadAllNowAsync()
    {
        var database = redis.GetDatabase();
        var ids = await database.SetMembersAsync(Index);
        var addresses = await Task.WhenAll(ids.Select(id => database.StringGetAsync(KeyOf(id.ToString()))));
        var gone = ids.Where((_, index) => addresses[index].IsNull).ToArray();
        if (gone.Length > 0)
        {
            await database.SetRemoveAsync(Index, gone);
        }

        return
        [
            .. ids.Zip(addresses)
                .Select(pair =>
                    Uri.TryCreate(pair.Second, UriKind.Absolute, out var address)
                        ? new TranscoderNode(pair.First.ToString(), address)
                        : null
                )
                .OfType<TranscoderNode>()
                .OrderBy(node => node.Id, StringComparer.Ordinal),
        ];
    }

    private static RedisKey KeyOf(string id) => $"cameragrid:node:{id}";
}
