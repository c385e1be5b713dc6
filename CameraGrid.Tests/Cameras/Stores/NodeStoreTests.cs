using CameraGrid.Cameras;

namespace CameraGrid.Tests.Cameras.Stores;

public sealed class NodeStoreOverRedisTests(RedisFixture store) : NodeStoreTests(store), IClassFixture<RedisFixture>;

public sealed class NodeStoreOverGarnetTests(GarnetFixture store) : NodeStoreTests(store), IClassFixture<GarnetFixture>;

public abstract class NodeStoreTests(StoreFixture store)
{
    private readonly NodeStore _nodes = new(store.Redis);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Announced_nodes_are_listed_by_id_until_they_withdraw()
    {
        var one = new TranscoderNode("list-1", new Uri("http://127.0.0.1:5001/"));
        var two = new TranscoderNode("list-2", new Uri("http://[::1]:5002/"));
        await _nodes.AnnounceAsync(two, Token);
        await _nodes.AnnounceAsync(one, Token);

        Assert.Equal([one, two], await ListAsync("list-"));

        await _nodes.WithdrawAsync(one.Id, Token);
        Assert.Equal([two], await ListAsync("list-"));
    }

    [Fact]
    public async Task A_node_that_announces_again_may_have_moved()
    {
        await _nodes.AnnounceAsync(new TranscoderNode("moved", new Uri("http://127.0.0.1:5001/")), Token);
        var moved = new TranscoderNode("moved", new Uri("http://127.0.0.1:5009/"));
        await _nodes.AnnounceAsync(moved, Token);

        Assert.Equal([moved], await ListAsync("moved"));
    }

    [Fact]
    public async Task A_lease_ends_by_itself_within_eight_seconds()
    {
        await _nodes.AnnounceAsync(new TranscoderNode("leased", new Uri("http://127.0.0.1:5001/")), Token);
        var left = await store.Redis.GetDatabase().KeyTimeToLiveAsync("cameragrid:node:leased");
        Assert.InRange(left!.Value, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));

        await store.Redis.GetDatabase().KeyDeleteAsync("cameragrid:node:leased");

        Assert.Empty(await ListAsync("leased"));
        Assert.False(await store.Redis.GetDatabase().SetContainsAsync("cameragrid:nodes", "leased"));
    }

    [Fact]
    public async Task A_node_hears_whether_its_last_announcement_was_still_there()
    {
        var node = new TranscoderNode("forgotten", new Uri("http://127.0.0.1:5001/"));

        Assert.False(await _nodes.AnnounceAsync(node, Token));
        Assert.True(await _nodes.AnnounceAsync(node, Token));
        await store.Redis.GetDatabase().KeyDeleteAsync("cameragrid:node:forgotten");
        Assert.False(await _nodes.AnnounceAsync(node, Token));
    }

    [Fact]
    public async Task A_node_that_comes_drains_or_goes_is_told_and_one_that_stays_is_not()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var told = _nodes.SubscribeAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = told.MoveNextAsync();
        await store.HasListenerAsync("cameragrid:nodes");

        var node = new TranscoderNode("drains", new Uri("http://127.0.0.1:5001/"));
        await _nodes.AnnounceAsync(node, Token);
        await _nodes.AnnounceAsync(node, Token);
        await _nodes.AnnounceAsync(node with { IsDraining = true }, Token);
        Assert.Equal([node with { IsDraining = true }], await ListAsync("drains"));
        await _nodes.WithdrawAsync("drains", Token);
        await _nodes.AnnounceAsync(node with { Id = "drains-no-more" }, Token);

        var ids = new List<string>();
        while (await next && told.Current != "drains-no-more")
        {
            ids.Add(told.Current);
            next = told.MoveNextAsync();
        }

        Assert.Equal(3, ids.Count(id => id == "drains"));
    }

    private async Task<TranscoderNode[]> ListAsync(string prefix) =>
        [.. (await _nodes.ReadAllAsync(Token)).Where(node => node.Id.StartsWith(prefix, StringComparison.Ordinal))];
}
