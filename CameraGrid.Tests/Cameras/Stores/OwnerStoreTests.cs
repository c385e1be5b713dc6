using CameraGrid.Cameras;
using StackExchange.Redis;

namespace CameraGrid.Tests.Cameras.Stores;

public sealed class OwnerStoreOverRedisTests(RedisFixture store) : OwnerStoreTests(store), IClassFixture<RedisFixture>;

public sealed class OwnerStoreOverGarnetTests(GarnetFixture store)
    : OwnerStoreTests(store),
        IClassFixture<GarnetFixture>;

public abstract class OwnerStoreTests(StoreFixture store)
{
    private readonly OwnerStore _owners = new(store.Redis);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_nobody_owns_is_given_to_who_asks_first_and_stays_with_it()
    {
        StreamKey[] all = [Key("claim", 1), Key("claim", 2), Key("claim", 3)];

        var first = await _owners.HoldAsync("one", [all[0], all[1]], Token);
        var second = await _owners.HoldAsync("two", all, Token);
        var again = await _owners.HoldAsync("one", all, Token);

        Assert.Equal(["one", "one"], all.Take(2).Select(key => first[key]));
        Assert.Equal(["one", "one", "two"], all.Select(key => second[key]));
        Assert.Equal(["one", "one", "two"], all.Select(key => again[key]));
        Assert.Equal(again, await _owners.ReadAsync([.. all, Key("claim", 4)], Token));
    }

    [Fact]
    public async Task A_thousand_streams_are_held_at_once()
    {
        StreamKey[] all = [.. Enumerable.Range(1, 1000).Select(n => Key("many", n))];

        var owners = await _owners.HoldAsync("one", all, Token);

        Assert.Equal(1000, owners.Count);
        Assert.All(all, key => Assert.Equal("one", owners[key]));
        Assert.Empty(await _owners.HoldAsync("one", [], Token));
        Assert.Empty(await _owners.ReadAsync([], Token));
    }

    [Fact]
    public async Task A_lease_runs_out_unless_it_is_renewed()
    {
        var database = store.Redis.GetDatabase();
        var key = Key("lease", 1);
        await _owners.HoldAsync("one", [key], Token);
        await database.KeyExpireAsync("cameragrid:owner:lease-1:main", TimeSpan.FromSeconds(3));

        await _owners.HoldAsync("two", [key], Token);
        var refused = await database.KeyTimeToLiveAsync("cameragrid:owner:lease-1:main");
        await _owners.HoldAsync("one", [key], Token);
        var renewed = await database.KeyTimeToLiveAsync("cameragrid:owner:lease-1:main");

        Assert.InRange(refused!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.InRange(renewed!.Value, TimeSpan.FromSeconds(6), OwnerStore.Lease);
    }

    [Fact]
    public async Task A_stream_is_taken_from_the_owner_that_is_named_and_from_no_other()
    {
        var key = Key("take", 1);
        await _owners.HoldAsync("one", [key], Token);

        Assert.Equal("one", await _owners.TakeAsync("two", key, "three", Token));
        Assert.Equal("two", await _owners.TakeAsync("two", key, "one", Token));
        Assert.Equal("two", await _owners.TakeAsync("two", key, "one", Token));
        Assert.Equal("two", (await _owners.HoldAsync("one", [key], Token))[key]);
        Assert.Equal("one", await _owners.TakeAsync("one", Key("take", 2), "gone", Token));
    }

    [Fact]
    public async Task Only_its_owner_releases_a_stream()
    {
        StreamKey[] all = [Key("release", 1), Key("release", 2)];
        await _owners.HoldAsync("one", [all[0]], Token);
        await _owners.HoldAsync("two", [all[1]], Token);

        await _owners.ReleaseAsync("one", all, Token);

        Assert.Equal("two", Assert.Single(await _owners.ReadAsync(all, Token)).Value);
    }

    [Fact]
    public async Task Every_change_of_owner_is_told_and_no_renewal_is()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var changes = _owners.SubscribeAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = changes.MoveNextAsync();
        await store.HasListenerAsync("cameragrid:owners");

        var key = Key("told", 1);
        await _owners.HoldAsync("one", [key], Token);
        await _owners.HoldAsync("one", [key], Token);
        await _owners.HoldAsync("two", [key], Token);
        await _owners.TakeAsync("two", key, "one", Token);
        await _owners.ReleaseAsync("one", [key], Token);
        await _owners.ReleaseAsync("two", [key], Token);

        var told = new List<string?>();
        while (told.Count < 3 && await next)
        {
            if (changes.Current.Stream == key)
            {
                told.Add(changes.Current.Owner);
            }

            next = told.Count < 3 ? changes.MoveNextAsync() : default;
        }

        Assert.Equal(["one", "two", null], told);
    }

    private static StreamKey Key(string test, int number) => new($"{test}-{number}", StreamName.Main);
}
