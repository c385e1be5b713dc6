using CameraGrid.Cameras;
using CameraGrid.Gateway.Proxy;
using CameraGrid.Tests.Cameras.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Gateway;

public sealed class NodeFeedTests(RedisFixture store) : IClassFixture<RedisFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transcoder_that_announces_itself_is_known_at_once()
    {
        var nodes = new NodeStore(store.Redis);
        var directory = new NodeDirectory();
        // Its clock stands still: nothing is read because it is time.
        using var feed = new NodeFeed(nodes, directory, new FakeTimeProvider(), NullLogger<NodeFeed>.Instance);
        await feed.StartAsync(Token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));

        // The feed may take its time to subscribe; each announcement is another one.
        for (var port = 5001; directory.Nodes.All(node => node.Id != "quick"); port++)
        {
            await nodes.AnnounceAsync(new TranscoderNode("quick", new Uri($"http://127.0.0.1:{port}/")), limit.Token);
            await Task.Delay(50, limit.Token);
        }

        await feed.StopAsync(Token);
    }
}
