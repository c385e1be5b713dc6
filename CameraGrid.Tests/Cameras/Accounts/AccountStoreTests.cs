using CameraGrid.Cameras;
using CameraGrid.Tests.Cameras.Stores;

namespace CameraGrid.Tests.Cameras.Accounts;

public sealed class RedisAccountStoreTests(RedisFixture store) : AccountStoreTests(store), IClassFixture<RedisFixture>;

public sealed class GarnetAccountStoreTests(GarnetFixture store)
    : AccountStoreTests(store),
        IClassFixture<GarnetFixture>;

public abstract class AccountStoreTests(StoreFixture store) : IAsyncLifetime
{
    private static readonly DateTimeOffset Created = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly AccountStore _accounts = new(store.Redis);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        await store
            .Redis.GetDatabase()
            .KeyDeleteAsync(["cameragrid:accounts", "cameragrid:kiosks", "cameragrid:cookie-keys"]);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_is_added_is_read_and_a_name_is_taken_once()
    {
        var (ann, bob) = (Of("ann", AccountRole.Admin), Of("bob", AccountRole.Viewer));
        var kiosk = new Kiosk("hall", "hash", Created);

        Assert.True(await _accounts.AddAsync(bob, Token));
        Assert.True(await _accounts.AddAsync(ann, Token));
        Assert.False(await _accounts.AddAsync(ann with { Role = AccountRole.Viewer }, Token));
        Assert.True(await _accounts.AddAsync(kiosk, Token));
        Assert.False(await _accounts.AddAsync(kiosk, Token));

        var records = await _accounts.ReadAllAsync(Token);
        Assert.Equal([ann, bob], records.Accounts);
        Assert.Equal([kiosk], records.Kiosks);
        Assert.True(await _accounts.RemoveKioskAsync("hall", Token));
        Assert.False(await _accounts.RemoveKioskAsync("hall", Token));
    }

    [Fact]
    public async Task Another_password_changes_nothing_else_and_makes_no_account()
    {
        var ann = Of("ann", AccountRole.Admin);
        await _accounts.AddAsync(ann, Token);

        Assert.True(await _accounts.SetPasswordAsync("ann", "other", "stamp2", formerStamp: null, Token));
        Assert.False(await _accounts.SetPasswordAsync("bob", "other", "stamp2", formerStamp: null, Token));

        var read = Assert.Single((await _accounts.ReadAllAsync(Token)).Accounts);
        Assert.Equal(ann with { PasswordHash = "other", Stamp = "stamp2" }, read);
    }

    [Fact]
    public async Task A_password_that_came_first_is_replaced_by_none_that_was_meant_for_the_one_before()
    {
        var ann = Of("ann", AccountRole.Viewer);
        await _accounts.AddAsync(ann, Token);

        var changes = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(n => _accounts.SetPasswordAsync("ann", $"hash{n}", $"stamp{n}", ann.Stamp, Token))
        );

        Assert.Single(changes, done => done);
        var read = Assert.Single((await _accounts.ReadAllAsync(Token)).Accounts);
        Assert.Equal($"stamp{Array.IndexOf(changes, true)}", read.Stamp);
    }

    [Fact]
    public async Task Two_admins_who_remove_each_other_leave_one()
    {
        for (var round = 0; round < 20; round++)
        {
            await _accounts.AddAsync(Of("ann", AccountRole.Admin), Token);
            await _accounts.AddAsync(Of("bob", AccountRole.Admin), Token);
            await _accounts.AddAsync(Of("eve", AccountRole.Viewer), Token);

            var removals = await Task.WhenAll(_accounts.RemoveAsync("ann", Token), _accounts.RemoveAsync("bob", Token));

            Assert.Equal([AccountRemoval.Done, AccountRemoval.LastAdmin], removals.Order());
            Assert.Equal(AccountRemoval.Done, await _accounts.RemoveAsync("eve", Token));
            Assert.Equal(AccountRemoval.NotFound, await _accounts.RemoveAsync("eve", Token));
        }
    }

    [Fact]
    public async Task The_first_key_is_one_for_all()
    {
        _accounts.AddKey("one", "<key/>", onlyFirst: true);
        _accounts.AddKey("two", "<key/>", onlyFirst: true);
        _accounts.AddKey("three", "<key/>", onlyFirst: false);

        Assert.Equal(["one", "three"], _accounts.ReadKeys().Keys.Order());
        Assert.Equal(["one", "three"], (await _accounts.ReadAllAsync(Token)).Keys.Keys.Order());
    }

    [Fact]
    public async Task An_account_that_cannot_be_read_is_still_one()
    {
        await store.Redis.GetDatabase().HashSetAsync("cameragrid:accounts", "ann", "{\"role\":\"later\"}");

        var read = Assert.Single((await _accounts.ReadAllAsync(Token)).Accounts);

        Assert.Equal("ann", read.Name);
        Assert.Empty(read.PasswordHash);
        Assert.Equal(AccountRole.Viewer, read.Role);
    }

    [Fact]
    public async Task Every_change_is_told()
    {
        await using var changes = _accounts.SubscribeAsync(Token).GetAsyncEnumerator(Token);
        var next = changes.MoveNextAsync().AsTask();
        do
        {
            // Until the subscription is there.
            await _accounts.AddAsync(Of("ann", AccountRole.Admin), Token);
        } while (await Task.WhenAny(next, Task.Delay(20, Token)) != next);

        Assert.True(await next);
    }

    private static Account Of(string name, AccountRole role) => new(name, role, "hash", "stamp", Created);
}
