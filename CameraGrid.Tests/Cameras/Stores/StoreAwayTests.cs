using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CameraGrid.Tests.Cameras.Stores;

public sealed class StoreAwayTests
{
    private static readonly StreamHealth Health = new()
    {
        Key = new StreamKey("yard", StreamName.Main),
        State = StreamState.Live,
        Since = DateTimeOffset.UnixEpoch,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_store_every_call_fails_clearly_and_soon_and_works_once_it_is_there()
    {
        await using var redis = new RedisProcess();
        await using var services = Services(redis.ConnectionString);
        var watch = Stopwatch.StartNew();
        var store = services.GetRequiredService<HealthStore>();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAllAsync(Token));

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(Health, Token));
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            services.GetRequiredService<NodeStore>().ReadAllAsync(Token)
        );

        await redis.StartAsync(Token);
        await UntilItWorksAsync(() => store.WriteAsync(Health, Token));
        Assert.Equal([Health], await store.ReadAllAsync(Token));
    }

    [Fact]
    public async Task A_subscription_outlives_the_store()
    {
        await using var redis = new RedisProcess();
        await redis.StartAsync(Token);
        await using var services = Services(redis.ConnectionString);
        var store = services.GetRequiredService<HealthStore>();
        await using var changes = store.SubscribeAsync(Token).GetAsyncEnumerator(Token);
        var next = changes.MoveNextAsync().AsTask();

        await redis.StopAsync();
        await redis.StartAsync(Token);
        while (!next.IsCompleted)
        {
            await UntilItWorksAsync(() => store.WriteAsync(Health, Token));
            await Task.WhenAny(next, Task.Delay(50, Token));
        }

        Assert.True(await next);
        Assert.Equal(Health, changes.Current);
    }

    /// <summary>Who listens tries again every few seconds, for as long as the store is away.</summary>
    [Fact]
    public async Task A_subscription_that_failed_leaves_nothing_behind()
    {
        await using var redis = new RedisProcess();
        await using var services = Services(redis.ConnectionString);
        var store = services.GetRequiredService<HealthStore>();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => SubscribeAsync(store));
        var subscriber = services.GetRequiredService<IConnectionMultiplexer>().GetSubscriber();
        // Of one that is kept although its call failed, it is seen when the connection is back with all that it subscribed to.
        await Record.ExceptionAsync(() => subscriber.SubscribeAsync(RedisChannel.Literal("kept"), (_, _) => { }));

        await redis.StartAsync(Token);
        await Eventually.IsAsync(async () => await redis.SendAsync("PUBSUB", "NUMSUB", "kept") == "kept\n1");

        Assert.Equal("cameragrid:health\n0", await redis.SendAsync("PUBSUB", "NUMSUB", "cameragrid:health"));

        static async Task SubscribeAsync(HealthStore store)
        {
            await foreach (var _ in store.SubscribeAsync(Token))
            {
                Assert.Fail("There is no store.");
            }
        }
    }

    private static ServiceProvider Services(string connectionString)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = [$"--ConnectionStrings:redis={connectionString}"] }
        );
        // The client's log repeats random bytes of its own, which a report of failed tests would show.
        builder.Logging.ClearProviders();
        builder.AddRedis();
        builder.Services.AddCameraCatalog(builder.Configuration).AddCameraStores();
        return builder.Services.BuildServiceProvider();
    }

    private static async Task UntilItWorksAsync(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (StoreUnavailableException)
            {
                Token.ThrowIfCancellationRequested();
            }
        }
    }
}
