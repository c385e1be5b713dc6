using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Cameras;

/// <summary>
/// What the gateway knows of every configured stream, and who wants to hear of changes. A stream is stale when its owner was
/// not heard of for <see cref="HealthStore.TimeToLive"/>, whether the owner is gone or the store.
/// </summary>
internal sealed class HealthBoard
{
    private readonly Lock _gate = new();
    private readonly CameraCatalog _catalog;
    private readonly TimeProvider _time;
    private readonly List<HealthWatcher> _watchers = [];
    private CameraSet _cameras;
    private Dictionary<StreamKey, Entry> _entries;
    private long _told;

    public HealthBoard(CameraCatalog catalog, TimeProvider time)
    {
        _catalog = catalog;
        _time = time;
        _catalog.Changed += Follow;
        _cameras = _catalog.Current;
        _entries = _cameras.Streams.ToDictionary(key => key, _ => new Entry());
    }

    /// <summary>Counts what owners told. To be read before all records are, and passed on with them.</summary>
    public long Told
    {
        get
        {
            lock (_gate)
            {
                return _told;
            }
        }
    }

    /// <summary>All cameras, now.</summary>
    public CamerasView Read()
    {
        lock (_gate)
        {
            return new CamerasView(_time.GetUtcNow(), [.. _cameras.Cameras.Select(View)]);
        }
    }

    /// <summary>One camera, now; null where there is none of this id.</summary>
    public CameraView? Read(string camera)
    {
        lock (_gate)
        {
            return _cameras.Find(camera) is { } definition ? View(definition) : null;
        }
    }

    /// <summary>All cameras, now, and every change after that.</summary>
    public HealthWatcher Watch()
    {
        lock (_gate)
        {
            var watcher = new HealthWatcher(Read(), Forget);
            _watchers.Add(watcher);
            return watcher;
        }
    }

    /// <summary>Takes what an owner just wrote.</summary>
    public void Tell(StreamHealth health)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(health.Key, out var entry))
            {
                entry.ToldAs = ++_told;
                Take(entry, health);
            }
        }
    }

    /// <summary>
    /// Takes all records there are. A record that is known already is no news of its owner; what is missing has expired.
    /// </summary>
    /// <param name="records">Read from the store.</param>
    /// <param name="toldBefore"><see cref="Told"/> from before they were read: what was told since is newer than they are.</param>
    public void TakeAll(IEnumerable<StreamHealth> records, long toldBefore)
    {
        lock (_gate)
        {
            var found = records.ToDictionary(health => health.Key);
            foreach (var (key, entry) in _entries.Where(pair => pair.Value.ToldAs <= toldBefore))
            {
                if (!found.TryGetValue(key, out var health))
                {
                    entry.HeardAt = null;
                    Publish(key, entry);
                }
                else if (health != entry.Health)
                {
                    Take(entry, health);
                }
            }
        }
    }

    /// <summary>Tells of every stream that became stale by the time that passed.</summary>
    public void Expire()
    {
        lock (_gate)
        {
            foreach (var (key, entry) in _entries)
            {
                Publish(key, entry);
            }
        }
    }

    // What stays keeps its health; every watcher begins anew, with all cameras as they are now.
    private void Follow()
    {
        lock (_gate)
        {
            _cameras = _catalog.Current;
            _entries = _cameras.Streams.ToDictionary(key => key, key => _entries.GetValueOrDefault(key) ?? new Entry());
            _watchers.ForEach(watcher => watcher.LetGo());
            _watchers.Clear();
        }
    }

    private void Take(Entry entry, StreamHealth health)
    {
        entry.Health = health;
        entry.HeardAt = _time.GetTimestamp();
        Publish(health.Key, entry);
    }

    private void Publish(StreamKey key, Entry entry)
    {
        var view = entry.Health is { } health ? StreamView.Of(health, IsStale(entry)) : StreamView.Unknown;
        if (view == entry.View)
        {
            return;
        }

        entry.View = view;
        var change = new HealthChange(new StreamChangeView(key.Camera, key.Stream.ToText(), view));
        _watchers.RemoveAll(watcher => !watcher.TryTell(change));
    }

    // By the time that passed, not by the clock's: a clock that is set makes no stream stale, and none fresh.
    private bool IsStale(Entry entry) =>
        entry.HeardAt is not { } heard || _time.GetElapsedTime(heard) >= HealthStore.TimeToLive;

    private void Forget(HealthWatcher watcher)
    {
        lock (_gate)
        {
            _watchers.Remove(watcher);
        }
    }

    private CameraView View(CameraDefinition camera) =>
        new(
            camera.Id,
            camera.Name,
            new CameraStreamsView(
                _entries[new StreamKey(camera.Id, StreamName.Main)].View,
                camera.Sub is null ? null : _entries[new StreamKey(camera.Id, StreamName.Sub)].View
            )
        );

    private sealed class Entry
    {
        public StreamHealth? Health { get; set; }

        public StreamView View { get; set; } = StreamView.Unknown;

        /// <summary>When its owner was heard last, as a timestamp; null where its record is gone.</summary>
        public long? HeardAt { get; set; }

        public long ToldAs { get; set; }
    }
}
