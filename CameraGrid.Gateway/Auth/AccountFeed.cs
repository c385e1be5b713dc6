using CameraGrid.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// Keeps the directory up to date: by messages, by a complete read now and then (messages get lost), and when someone shows
/// a cookie that is newer than what is known. It makes the first account where one is configured and there is none, and
/// gives a store that came back empty what it lost.
/// </summary>
internal sealed partial class AccountFeed(
    AccountStore store,
    AccountDirectory directory,
    Access access,
    OpenSessions open,
    UserAccounts accounts,
    IOptions<SignInOptions> options,
    TimeProvider time,
    ILogger<AccountFeed> logger
) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RefreshAtMostEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private Task _refresh = Task.CompletedTask;
    private long? _refreshedAt;
    private AccessMode _told = AccessMode.Unknown;
    private volatile bool _isListening;
    private bool _toldNotKnown;

    /// <summary>Reads once before the server listens, so that its first request is answered by what there is.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>The server listens: where, decides on who comes in without an account.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _isListening = true;
        Tell();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Reads now. Where the store does not answer, what is known stays.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        // One after the other: an older answer must not replace a newer one.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            directory.Take(await ReadOrRestoreAsync(cancellationToken));
            Tell();
        }
        catch (StoreUnavailableException exception)
        {
            if (directory.Records is null && !_toldNotKnown)
            {
                _toldNotKnown = true;
                LogNotKnown(exception.Message);
            }
        }
        finally
        {
            _turn.Release();
        }

        open.EndOver();
    }

    /// <summary>Reads now, at most once a second for all who ask.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_refreshedAt is not { } at || (_refresh.IsCompleted && time.GetElapsedTime(at) >= RefreshAtMostEvery))
            {
                _refreshedAt = time.GetTimestamp();
                _refresh = ReadAsync(CancellationToken.None);
            }

            return _refresh.WaitAsync(cancellationToken);
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        // The health feed tells of a store that is away.
        StoreSubscription.FollowAsync(
            store.SubscribeAsync,
            store.OnReconnected,
            ReadAsync,
            ReadEvery,
            time,
            stoppingToken
        );

    private async Task<AccountRecords> ReadOrRestoreAsync(CancellationToken cancellationToken)
    {
        var records = await store.ReadAllAsync(cancellationToken);
        // The last account cannot be removed, and keys never are: a store without them was emptied.
        if (directory.Records is { } known && IsEmptied(known, records))
        {
            await store.RestoreAsync(known, cancellationToken);
            LogRestored();
            return known;
        }

        if (records.Accounts.Count > 0 || options.Value.AdminPassword is not { } password)
        {
            return records;
        }

        if (await accounts.AddAsync(FirstAccount.Name, password, AccountRole.Admin, cancellationToken))
        {
            LogFirst(FirstAccount.Name);
        }

        return await store.ReadAllAsync(cancellationToken);
    }

    private static bool IsEmptied(AccountRecords known, AccountRecords now) =>
        now.Accounts.Count == 0 && known.Accounts.Count > 0;

    private void Tell()
    {
        var mode = access.Mode;
        if (!_isListening || mode == _told)
        {
            return;
        }

        _told = mode;
        if (mode is AccessMode.SignIn)
        {
            LogOn(directory.Records!.Accounts.Count, directory.Records.Kiosks.Count);
        }
        else if (mode is AccessMode.Locked)
        {
            LogLocked();
        }
    }
}
