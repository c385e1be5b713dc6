using CameraGrid.Cameras;

namespace CameraGrid.Tests.Cameras.Stores;

public sealed class HealthStoreOverRedisTests(RedisFixture store)
    : HealthStoreTests(store),
        IClassFixture<RedisFixture>;

public sealed class HealthStoreOverGarnetTests(GarnetFixture store)
    : HealthStoreTests(store),
        IClassFixture<GarnetFixture>;

public abstract class HealthStoreTests(StoreFixture store)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly HealthStore _health = new(store.Redis, new Redactor([]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_as_it_was_written()
    {
        var written = Full("full");

        await _health.WriteAsync(written, Token);

        Assert.Equal(written, await _health.ReadAsync(written.Key, Token));
        Assert.Contains(written, await _health.ReadAllAsync(Token));
    }

    [Fact]
    public async Task What_is_unknown_comes_back_as_unknown_even_where_it_was_known_before()
    {
        await _health.WriteAsync(Full("sparse"), Token);
        var written = new StreamHealth
        {
            Key = Full("sparse").Key,
            State = StreamState.Connecting,
            Since = Noon,
        };

        await _health.WriteAsync(written, Token);

        Assert.Equal(written, await _health.ReadAsync(written.Key, Token));
    }

    [Fact]
    public async Task A_record_expires_within_fifteen_seconds()
    {
        await _health.WriteAsync(Full("expiring"), Token);

        var left = await store.Redis.GetDatabase().KeyTimeToLiveAsync("cameragrid:health:expiring:sub");

        Assert.InRange(left!.Value, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task An_expired_record_is_gone_from_the_list_and_its_index()
    {
        await _health.WriteAsync(Full("expired"), Token);
        await store.Redis.GetDatabase().KeyDeleteAsync("cameragrid:health:expired:sub");

        Assert.DoesNotContain(await _health.ReadAllAsync(Token), health => health.Key.Camera == "expired");
        Assert.False(await store.Redis.GetDatabase().SetContainsAsync("cameragrid:health", "expired/sub"));

        await _health.WriteAsync(Full("expired"), Token);
        Assert.Contains(await _health.ReadAllAsync(Token), health => health.Key.Camera == "expired");
    }

    [Fact]
    public async Task Subscribers_hear_of_each_write()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var changes = _health.SubscribeAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync();

        await store.HasListenerAsync("cameragrid:health");

        await _health.WriteAsync(Full("told"), Token);

        while (await next && changes.Current.Key.Camera != "told")
        {
            next = changes.MoveNextAsync();
        }

        Assert.Equal(Full("told"), changes.Current);
    }

    [Fact]
    public async Task An_error_is_stored_without_credentials()
    {
        var redactor = new Redactor([new StreamSource(new Uri("rtsp://host/"), "admin", "s3cr3t!", RtspTransport.Tcp)]);
        var health = new HealthStore(store.Redis, redactor);

        await health.WriteAsync(Full("leaky") with { LastError = "rtsp://admin:s3cr3t%21@host/: 401" }, Token);

        var read = await health.ReadAsync(Full("leaky").Key, Token);
        Assert.Equal("rtsp://***@host/: 401", read!.LastError);
    }

    [Fact]
    public async Task A_record_of_another_version_is_left_out()
    {
        var database = store.Redis.GetDatabase();
        await database.HashSetAsync("cameragrid:health:other:main", [new("state", "Dreaming"), new("since", "?")]);
        await database.SetAddAsync("cameragrid:health", "other/main");

        Assert.DoesNotContain(await _health.ReadAllAsync(Token), health => health.Key.Camera == "other");
    }

    private static StreamHealth Full(string camera) =>
        new()
        {
            Key = new StreamKey(camera, StreamName.Sub),
            State = StreamState.Stalled,
            Since = Noon,
            Owner = "node-1",
            Codec = "avc1.64001f",
            Width = 1280,
            Height = 720,
            FrameRate = 24.97,
            BitRate = 1_234_567.5,
            Restarts = 3,
            LastRestartReason = "stalled",
            LastFrameAt = Noon.AddTicks(1234567),
            NextTryAt = Noon.AddSeconds(5),
            LastError = "connection refused",
            HasAudio = true,
        };
}
