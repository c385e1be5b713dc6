using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>How the removal of an account ended.</summary>
public enum AccountRemoval
{
    /// <summary>It is gone.</summary>
    Done,

    /// <summary>There is none of this name.</summary>
    NotFound,

    /// <summary>Without it nobody could manage accounts any more.</summary>
    LastAdmin,
}

/// <summary>Accounts, kiosks and the keys of cookies: a hash of each in the store, and a message a change.</summary>
/// <remarks>
/// Every call ends within about two seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class AccountStore(IConnectionMultiplexer redis)
{
    private const int SubscriptionBound = 16;

    // Two admins who remove each other at the same time: one of them stays.
    private const string RemoveBeside = """
        if redis.call('HEXISTS', KEYS[1], ARGV[2]) == 0 then
          return 0
        end
        redis.call('HDEL', KEYS[1], ARGV[1])
        return 1
        """;

    // The first key is one for all who start at the same time; each later one has days to get around.
    private const string AddKeyScript = """
        if ARGV[3] == '1' and redis.call('HLEN', KEYS[1]) > 0 then
          return 0
        end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
        return 1
        """;

    private static readonly RedisKey AccountsKey = "cameragrid:accounts";
    private static readonly RedisKey KiosksKey = "cameragrid:kiosks";
    private static readonly RedisKey KeysKey = "cameragrid:cookie-keys";
    private static readonly RedisChannel Changes = RedisChannel.Literal("cameragrid:accounts");

    /// <summary>Everything. A kiosk that cannot be read is left out; an account that cannot is one that nobody can use.</summary>
    public Task<AccountRecords> ReadAllAsync(CancellationToken cancellationToken) =>
        StoreCall.RunAsync(ReadAllNowAsync, cancellationToken);

    /// <summary>Adds an account.</summary>
    /// <returns>False where there is one of this name.</returns>
    public Task<bool> AddAsync(Account account, CancellationToken cancellationToken) =>
        AddAsync(AccountsKey, account.Name, AccountFields.Write(account), cancellationToken);

    /// <summary>Gives an account another password, which ends its sessions.</summary>
    /// <param name="name">Of the account.</param>
    /// <param name="hash">Of the password.</param>
    /// <param name="stamp">Of its sessions from now on.</param>
    /// <param name="formerStamp">Only while the account has this stamp: no other password came first. Null: whatever it has.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False where there is none of this name, or it has another stamp.</returns>
    public Task<bool> SetPasswordAsync(
        string name,
        string hash,
        string stamp,
        string? formerStamp,
        CancellationToken cancellationToken
    ) => StoreCall.RunAsync(() => SetPasswordNowAsync(name, hash, stamp, formerStamp), cancellationToken);

    /// <summary>Removes an account, which ends its sessions.</summary>
    public Task<AccountRemoval> RemoveAsync(string name, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => RemoveNowAsync(name), cancellationToken);

    /// <summary>Adds a kiosk.</summary>
    /// <returns>False where there is one of this name.</returns>
    public Task<bool> AddAsync(Kiosk kiosk, CancellationToken cancellationToken) =>
        AddAsync(KiosksKey, kiosk.Name, AccountFields.Write(kiosk), cancellationToken);

    /// <summary>Revokes a kiosk's link and ends its sessions.</summary>
    /// <returns>False where there is none of this name.</returns>
    public Task<bool> RemoveKioskAsync(string name, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                var removed = await redis.GetDatabase().HashDeleteAsync(KiosksKey, name);
                await TellAsync();
                return removed;
            },
            cancellationToken
        );

    /// <summary>Adds a key of cookies. Waits for the store, since its caller, the framework, cannot.</summary>
    /// <param name="id">Unique.</param>
    /// <param name="xml">The key.</param>
    /// <param name="onlyFirst">Not where the store has one already.</param>
    /// <exception cref="StoreUnavailableException">It is not kept.</exception>
    public void AddKey(string id, string xml, bool onlyFirst) =>
        StoreCall.Run(() =>
        {
            redis.GetDatabase().ScriptEvaluate(AddKeyScript, [KeysKey], [id, xml, onlyFirst ? "1" : "0"]);
            return redis.GetSubscriber().Publish(Changes, RedisValue.EmptyString, CommandFlags.FireAndForget);
        });

    /// <summary>The keys of cookies. Waits for the store, as <see cref="AddKey"/> does.</summary>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public IReadOnlyDictionary<string, string> ReadKeys() =>
        StoreCall.Run(() => StoreHash.Read(redis.GetDatabase().HashGetAll(KeysKey)));

    /// <summary>Gives a store that was emptied back what it held. What is there stays.</summary>
    public Task RestoreAsync(AccountRecords records, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => RestoreNowAsync(records), cancellationToken);

    /// <summary>
    /// Something changed, whatever it was. Messages are lost while the store is away: read all now and then.
    /// </summary>
    public IAsyncEnumerable<string> SubscribeAsync(CancellationToken cancellationToken) =>
        StoreMessages.ReadAsync(redis, Changes, SubscriptionBound, cancellationToken);

    /// <inheritdoc cref="HealthStore.OnReconnected"/>
    public IDisposable OnReconnected(Action call) => new Reconnects(redis, call);

    private async Task<AccountRecords> ReadAllNowAsync()
    {
        var database = redis.GetDatabase();
        var accounts = database.HashGetAllAsync(AccountsKey);
        var kiosks = database.HashGetAllAsync(KiosksKey);
        var keys = database.HashGetAllAsync(KeysKey);
        return new AccountRecords(
            [
                .. (await accounts)
                    .Select(field => AccountFields.ReadAccount(field.Name.ToString(), field.Value.ToString()))
                    .OrderBy(account => account.Name, StringComparer.Ordinal),
            ],
            [
                .. (await kiosks)
                    .Select(field => AccountFields.ReadKiosk(field.Name.ToString(), field.Value.ToString()))
                    .OfType<Kiosk>()
                    .OrderBy(kiosk => kiosk.Name, StringComparer.Ordinal),
            ],
            StoreHash.Read(await keys)
        );
    }

    private Task<bool> AddAsync(RedisKey key, string name, string value, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(
            async () =>
            {
                var added = await redis.GetDatabase().HashSetAsync(key, name, value, When.NotExists);
                await TellAsync();
                return added;
            },
            cancellationToken
        );

    private async Task<bool> SetPasswordNowAsync(string name, string hash, string stamp, string? formerStamp)
    {
        var database = redis.GetDatabase();
        while (true)
        {
            var before = await database.HashGetAsync(AccountsKey, name);
            if (before.IsNull)
            {
                return false;
            }

            var account = AccountFields.ReadAccount(name, before.ToString());
            if (formerStamp is not null && account.Stamp != formerStamp)
            {
                return false;
            }

            var after = AccountFields.Write(account with { PasswordHash = hash, Stamp = stamp });
            if (await StoreHash.ReplaceAsync(database, AccountsKey, name, before, after))
            {
                await TellAsync();
                return true;
            }
        }
    }

    private async Task<AccountRemoval> RemoveNowAsync(string name)
    {
        while (true)
        {
            var accounts = (await ReadAllNowAsync()).Accounts;
            if (accounts.FirstOrDefault(account => account.Name == name) is not { } leaving)
            {
                return AccountRemoval.NotFound;
            }

            var staying =
                leaving.Role is AccountRole.Viewer
                    ? leaving
                    : accounts.FirstOrDefault(account => account.Role is AccountRole.Admin && account != leaving);
            if (staying is null)
            {
                return AccountRemoval.LastAdmin;
            }

            var removed = await redis
                .GetDatabase()
                .ScriptEvaluateAsync(RemoveBeside, [AccountsKey], [name, staying.Name]);
            if ((long)removed == 1)
            {
                await TellAsync();
                return AccountRemoval.Done;
            }
        }
    }

    private async Task RestoreNowAsync(AccountRecords records)
    {
        var database = redis.GetDatabase();
        await Task.WhenAll([
            .. records.Accounts.Select(account =>
                database.HashSetAsync(AccountsKey, account.Name, AccountFields.Write(account), When.NotExists)
            ),
            .. records.Kiosks.Select(kiosk =>
                database.HashSetAsync(KiosksKey, kiosk.Name, AccountFields.Write(kiosk), When.NotExists)
            ),
            .. records.Keys.Select(key => database.HashSetAsync(KeysKey, key.Key, key.Value, When.NotExists)),
        ]);
        await TellAsync();
    }

    private Task<long> TellAsync() => redis.GetSubscriber().PublishAsync(Changes, RedisValue.EmptyString);
}
