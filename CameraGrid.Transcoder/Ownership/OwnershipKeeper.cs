using System.Collections.Concurrent;
using System.Threading.Channels;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Ownership;

/// <summary>
/// Announces this node, keeps the leases of its streams, and carries out what <see cref="StreamShare"/> decides: every two
/// seconds, and whenever something happened that concerns it. A stop first lets others take its streams.
/// </summary>
internal sealed partial class OwnershipKeeper(
    NodeStore nodes,
    OwnerStore owners,
    HealthStore health,
    CameraCatalog catalog,
    LeaseClock lease,
    ServingEnd serving,
    Peers peers,
    IServer server,
    IHostApplicationLifetime lifetime,
    IOptions<TranscoderOptions> options,
    TimeProvider time,
    ILogger<OwnershipKeeper> logger
) : BackgroundService, IHostedLifecycleService, IStreamRoles
{
    /// <summary>Longest that a stop waits for others to take its streams.</summary>
    public static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

    /// <summary>In a store that lost what it held, others renew their own before anybody else claims it.</summary>
    private static readonly TimeSpan Patience = NodeStore.RenewEvery * 1.5;

    /// <summary>How soon to look again while a lease is about to run out.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.5);

    private readonly StreamShare _share = new(options.Value.NodeId, time);
    private readonly ConcurrentDictionary<StreamKey, bool> _pictures = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One look serves any number of reasons.
    private readonly Channel<bool> _reasons = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private volatile IReadOnlyList<TranscoderNode> _nodes = [];
    private volatile bool _isDraining;
    private TranscoderNode? _self;
    private (CameraSet? Cameras, IReadOnlyList<TranscoderNode> Nodes) _placed = (null, []);
    private bool _announced;
    private long? _forgottenAt;
    private bool _isAway;
    private (int Owned, int Coming, int Nodes) _told;

    public event Action? Changed;

    private string Id => options.Value.NodeId;

    private IEnumerable<TranscoderNode> Others => _nodes.Where(node => node.Id != Id);

    public StreamRole? RoleOf(StreamKey stream) => _share.RoleOf(stream);

    public void OnPicture(StreamKey stream)
    {
        if (_share.RoleOf(stream) == StreamRole.Warming)
        {
            _pictures[stream] = true;
            Wake();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Before anything is stopped: whoever watches is served until another node has the stream.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (lease.IsCurrent && _share.Owned.Any() && Others.Any(node => !node.IsDraining))
        {
            LogDraining(_share.Owned.Count());
            _isDraining = true;
            Wake();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(DrainLimit);
            await _drained.Task.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_share.Owned.Any())
            {
                LogNotDrained(_share.Owned.Count());
            }
        }

        serving.End();
    }

    /// <summary>The streams are down by now: nobody pulls what is released.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (lease.IsCurrent)
        {
            await TryAsync(() => owners.ReleaseAsync(Id, [.. _share.Owned], cancellationToken));
            await TryAsync(() => nodes.WithdrawAsync(Id, cancellationToken));
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilStartedAsync(stoppingToken);
        _self = new TranscoderNode(Id, options.Value.Address ?? ListensAt());
        LogAnnounced(_self.Id, _self.Address);
        catalog.Changed += Wake;
        using var reconnected = health.OnReconnected(Wake);
        try
        {
            await Task.WhenAll(
                LookAgainAsync(stoppingToken),
                StoreSubscription.KeepAsync(owners.SubscribeAsync, OnOwner, time, stoppingToken),
                StoreSubscription.KeepAsync(nodes.SubscribeAsync, OnNode, time, stoppingToken)
            );
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping.
        }
        finally
        {
            catalog.Changed -= Wake;
        }
    }

    private void Wake() => _reasons.Writer.TryWrite(true);

    private Uri ListensAt() => new(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First());

    private async Task UntilStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private async Task LookAgainAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var began = time.GetTimestamp();
            var next = await LookAsync(stoppingToken);
            Tell();
            if (_isDraining && (_isAway || !_share.Owned.Any() || Others.All(node => node.IsDraining)))
            {
                _drained.TrySetResult();
            }

            await WaitAsync(next - time.GetElapsedTime(began), stoppingToken);
        }
    }

    private async Task WaitAsync(TimeSpan limit, CancellationToken stoppingToken)
    {
        if (limit <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = time.CreateTimer(_ => Wake(), null, limit, Timeout.InfiniteTimeSpan);
        await _reasons.Reader.ReadAsync(stoppingToken);
    }

    /// <returns>How long after its begin to look again.</returns>
    private async Task<TimeSpan> LookAsync(CancellationToken stoppingToken)
    {
        // A store that says nothing must not hold up the moment at which leases run out.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        if (lease.Left is var left && left > TimeSpan.Zero)
        {
            limit.CancelAfter(left);
        }

        try
        {
            var next = await RenewAsync(limit.Token);
            _isAway = false;
            return next;
        }
        catch (Exception away)
            when (away is StoreUnavailableException
                || (away is OperationCanceledException && !stoppingToken.IsCancellationRequested)
            )
        {
            LogUnavailable(away.Message);
            return await WithoutStoreAsync(stoppingToken);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            // A fault of this program; the pictures are not to end by it.
            LogFailed(failure);
            return NodeStore.RenewEvery;
        }
    }

    private async Task<TimeSpan> RenewAsync(CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        var wasThere = await nodes.AnnounceAsync(_self! with { IsDraining = _isDraining }, cancellationToken);
        var alive = await nodes.ReadAllAsync(cancellationToken);
        if (!_announced)
        {
            await EndFormerLivesAsync(alive, cancellationToken);
            alive = await nodes.ReadAllAsync(cancellationToken);
        }
        else if (!wasThere)
        {
            _forgottenAt = asked;
        }

        _announced = true;
        var isPatient = _forgottenAt is { } since && time.GetElapsedTime(since) < Patience;
        // While they may not have announced themselves again, those of before count as alive.
        _nodes = isPatient ? [.. alive.UnionBy(_nodes, node => node.Id)] : alive;
        var gone = Place(catalog.Current);
        var owned = await owners.HoldAsync(Id, _share.Asked(mayClaim: !isPatient && !_isDraining), cancellationToken);
        lease.Renewed(asked);
        _share.Settle(owned);
        if (gone.Count > 0)
        {
            await owners.ReleaseAsync(Id, gone, cancellationToken);
        }

        // What is claimed begins now; what moves may take a while.
        Changed?.Invoke();
        if (!_isDraining)
        {
            await MoveAsync(owned, cancellationToken);
            Changed?.Invoke();
        }

        return _share.IsWaiting(owned, _nodes) ? Soon : NodeStore.RenewEvery;
    }

    /// <returns>What this node owned and is configured no more.</returns>
    private IReadOnlyList<StreamKey> Place(CameraSet cameras)
    {
        if (ReferenceEquals(cameras, _placed.Cameras) && _nodes.SequenceEqual(_placed.Nodes))
        {
            return [];
        }

        _placed = (cameras, _nodes);
        return _share.Place(new Placement(_nodes), [.. cameras.Streams]);
    }

    /// <summary>
    /// A process that was killed and started again has the same id, or another one at the same address. What it held then
    /// need not wait for its lease to run out.
    /// </summary>
    private async Task EndFormerLivesAsync(IReadOnlyList<TranscoderNode> alive, CancellationToken cancellationToken)
    {
        StreamKey[] streams = [.. catalog.Current.Streams];
        await owners.ReleaseAsync(Id, streams, cancellationToken);
        foreach (var former in alive.Where(node => node.Id != Id && node.Address == _self!.Address))
        {
            LogFormerLife(former.Id);
            await owners.ReleaseAsync(former.Id, streams, cancellationToken);
            await nodes.WithdrawAsync(former.Id, cancellationToken);
        }
    }

    private async Task MoveAsync(IReadOnlyDictionary<StreamKey, string> owned, CancellationToken cancellationToken)
    {
        var moves = _share.ToMove(owned, _nodes);
        var states = await Task.WhenAll(moves.Select(move => health.ReadAsync(move.Stream, cancellationToken)));
        var take = _share.ToTake(_pictures.ContainsKey).ToList();
        foreach (var (move, state) in moves.Zip(states))
        {
            LogMoving(move.Stream.Camera, move.Stream.Stream.ToText(), move.From);
            _pictures.TryRemove(move.Stream, out _);
            if (state?.State == StreamState.Live)
            {
                _share.Warm(move);
            }
            else
            {
                // Nobody sees a picture of it that could be lost.
                take.Add(move);
            }
        }

        var taken = await Task.WhenAll(
            take.Select(move => owners.TakeAsync(Id, move.Stream, move.From, cancellationToken))
        );
        _share.Settle(take.Zip(taken).ToDictionary(pair => pair.First.Stream, pair => pair.Second));
    }

    /// <summary>
    /// As long as leases last, nothing changes. From then on others may own what this node holds, unless the store is away for
    /// them too.
    /// </summary>
    private async Task<TimeSpan> WithoutStoreAsync(CancellationToken cancellationToken)
    {
        if (lease.Left is var left && left > TimeSpan.Zero)
        {
            return left < NodeStore.RenewEvery ? left : NodeStore.RenewEvery;
        }

        if (_share.Owned.Any())
        {
            if (await peers.SayCutOffAsync([.. Others], cancellationToken))
            {
                LogCutOff();
                _share.DropAll();
                Changed?.Invoke();
            }
            else if (!_isAway)
            {
                LogStoreAway();
            }
        }

        _isAway = true;
        return NodeStore.RenewEvery;
    }

    private void OnOwner(OwnerChange change)
    {
        // Lost to another, or free to be taken; what this node took itself it knows.
        if (change.Owner != Id && (change.Owner is null || _share.RoleOf(change.Stream) is not null))
        {
            Wake();
        }
    }

    private void OnNode(string id)
    {
        if (id != Id)
        {
            Wake();
        }
    }

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (StoreUnavailableException unavailable)
        {
            LogUnavailable(unavailable.Message);
        }
    }

    private void Tell()
    {
        var owned = _share.Owned.Count();
        var now = (owned, _share.Coming, _nodes.Count);
        if (now != _told)
        {
            _told = now;
            LogShare(owned, _share.Coming, _nodes.Count);
        }
    }
}
