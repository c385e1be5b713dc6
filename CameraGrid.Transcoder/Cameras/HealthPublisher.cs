using System.Threading.Channels;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ownership;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// Carries health records and history to the store behind the streams' backs: a store that is slow or away holds no stream
/// back. Of health the latest record counts; history waits for the store, within a bound. While this node's leases may have
/// run out nothing is written: another node may own the streams.
/// </summary>
internal sealed partial class HealthPublisher(
    HealthStore store,
    HistoryStore history,
    LeaseClock lease,
    TimeProvider time,
    ILogger<HealthPublisher> logger
) : BackgroundService
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, Stream> _streams = [];
    private readonly HashSet<StreamKey> _forgotten = [];
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private bool _away;

    public void Publish(StreamHealth health)
    {
        lock (_gate)
        {
            if (!_streams.TryGetValue(health.Key, out var stream))
            {
                _streams.Add(health.Key, stream = new Stream(health));
                _forgotten.Remove(health.Key);
            }

            stream.Health = health;
            stream.Due = true;
            stream.PublishedAt = time.GetTimestamp();
            stream.Journal.Observe(health, time.GetUtcNow());
        }

        Wake();
    }

    /// <summary>Writes no more of a stream that is not this node's any more. Its history stays for its time.</summary>
    /// <param name="key">Which stream.</param>
    /// <param name="forget">Delete its record: the stream is configured no more. Else another node writes it.</param>
    public void LetGo(StreamKey key, bool forget)
    {
        lock (_gate)
        {
            _streams.Remove(key);
            if (forget)
            {
                _forgotten.Add(key);
            }
        }

        Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One that was away may have come back empty.
        using var reconnected = store.OnReconnected(PublishAll);
        lease.Restored += Wake;
        await foreach (var _ in _news.Reader.ReadAllAsync(stoppingToken))
        {
            if (!lease.IsCurrent)
            {
                continue;
            }

            // All at once: a store that does not answer costs one limit, not one for each stream.
            var failures = await Task.WhenAll(TakeDue().Select(write => TryAsync(write, stoppingToken)));
            Tell(failures.FirstOrDefault(failure => failure is not null));
        }
    }

    private void Wake() => _news.Writer.TryWrite(true);

    private List<Func<CancellationToken, Task>> TakeDue()
    {
        lock (_gate)
        {
            // A stream that is no longer renewed is not this node's any more; should it come back, its journal begins anew.
            foreach (var (key, stream) in _streams)
            {
                if (!stream.Due && time.GetElapsedTime(stream.PublishedAt) > HealthStore.TimeToLive)
                {
                    _streams.Remove(key);
                }
            }

            var due = _streams.Values.Where(stream => stream.Due).ToList();
            due.ForEach(stream => stream.Due = false);
            // Once: what cannot be deleted expires.
            var forgotten = _forgotten.ToList();
            _forgotten.Clear();
            return
            [
                .. forgotten.Select(key => (Func<CancellationToken, Task>)(token => store.RemoveAsync(key, token))),
                .. due.Select(stream => (Func<CancellationToken, Task>)(token => WriteAsync(stream, token))),
            ];
        }
    }

    private async Task<StoreUnavailableException?> TryAsync(
        Func<CancellationToken, Task> write,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await write(cancellationToken);
        }
        catch (StoreUnavailableException unavailable)
        {
            return unavailable;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // A fault of this program; the pictures are not to end by it.
            LogFailed(failure);
        }

        return null;
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        await store.WriteAsync(stream.Health, cancellationToken);
        await WriteHistoryAsync(stream, cancellationToken);
    }

    private async Task WriteHistoryAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (!stream.Journal.Resumed)
        {
            var until = await history.WatchedUntilAsync(stream.Health.Key, cancellationToken);
            lock (_gate)
            {
                stream.Journal.Resume(until);
            }
        }

        HistoryWrite write;
        lock (_gate)
        {
            write = stream.Journal.Take();
        }

        try
        {
            if (!await history.WriteAsync(stream.Health.Key, write, cancellationToken) && write.Entries.Count == 0)
            {
                Restate(stream);
            }
        }
        catch
        {
            lock (_gate)
            {
                stream.Journal.Return(write);
            }

            throw;
        }
    }

    private void Restate(Stream stream)
    {
        lock (_gate)
        {
            stream.Journal.Restate();
            stream.Due = true;
        }

        Wake();
    }

    private void PublishAll()
    {
        lock (_gate)
        {
            foreach (var stream in _streams.Values)
            {
                // Only what is renewed anyway: a stream that was given up is not to come back to life by this.
                stream.Due |= time.GetElapsedTime(stream.PublishedAt) < 2 * HealthStore.RenewEvery;
            }
        }

        Wake();
    }

    private void Tell(StoreUnavailableException? failure)
    {
        if (failure is not null && !_away)
        {
            LogAway(failure.Message);
        }
        else if (failure is null && _away)
        {
            LogBack();
        }

        _away = failure is not null;
    }

    private sealed class Stream(StreamHealth health)
    {
        public StreamHealth Health { get; set; } = health;

        public StreamJournal Journal { get; } = new();

        public bool Due { get; set; }

        public long PublishedAt { get; set; }
    }
}
