using CameraGrid.Standalone.Store;
using CameraGrid.Tests.Support;
using StackExchange.Redis;

namespace CameraGrid.Tests.Cameras.Stores;

/// <summary>A store that speaks the Redis protocol, with a connection to it.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    public IConnectionMultiplexer Redis { get; private set; } = null!;

    public abstract string ConnectionString { get; }

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Redis = await ConnectionMultiplexer.ConnectAsync(ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Redis.DisposeAsync();
        await StopAsync();
    }

    /// <summary>Waits until a subscription stands: the store counts who hears a message.</summary>
    public Task HasListenerAsync(string channel) =>
        Eventually.IsAsync(async () => await Redis.GetDatabase().PublishAsync(RedisChannel.Literal(channel), "x") > 0);

    protected abstract Task StartAsync();

    protected abstract Task StopAsync();
}

/// <summary>Redis itself.</summary>
public sealed class RedisFixture : StoreFixture
{
    private readonly RedisProcess _redis = new();

    public override string ConnectionString => _redis.ConnectionString;

    protected override Task StartAsync() => _redis.StartAsync(TestContext.Current.CancellationToken);

    protected override async Task StopAsync() => await _redis.DisposeAsync();
}

/// <summary>The store of Standalone.</summary>
public sealed class GarnetFixture : StoreFixture
{
    private EmbeddedStore? _store;

    public override string ConnectionString => _store!.ConnectionString;

    protected override Task StartAsync()
    {
        _store = EmbeddedStore.Start(folder: null);
        return Task.CompletedTask;
    }

    protected override async Task StopAsync() => await _store!.DisposeAsync();
}
