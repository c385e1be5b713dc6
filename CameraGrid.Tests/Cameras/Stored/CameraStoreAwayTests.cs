using CameraGrid.Cameras;
using CameraGrid.Tests.Cameras.Stores;
using CameraGrid.Tests.Support;
using StackExchange.Redis;
using static CameraGrid.Tests.Cameras.Stored.CameraService;

namespace CameraGrid.Tests.Cameras.Stored;

public sealed class CameraStoreAwayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cameras_stay_while_the_store_is_away_and_are_given_back_to_one_that_lost_them()
    {
        await using var store = new RedisProcess();
        await store.StartAsync(Token);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            $"{store.ConnectionString},abortConnect=false,connectTimeout=500"
        );
        await using var service = await new CameraService(redis).StartAsync();
        await service.AddAsync(Typed("Yard", "rtsp://yard/", "ann", "hush"));

        await store.StopAsync();
        await service.ReadAsync();
        Assert.Equal("yard", service.Ids);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => service.Editor.RemoveAsync("yard", Token));
        Assert.Equal("yard", service.Ids);

        await store.StartAsync(Token);
        await Eventually.IsAsync(async () => await store.SendAsync("HLEN", "cameragrid:cameras") == "1");
        await using var other = await new CameraService(redis).StartAsync();
        Assert.Equal(service.Catalog.Find("yard"), other.Catalog.Find("yard"));
    }
}
