using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// Decides what of a stream's health is history, and holds it until it is in the store. Told every record, it notes each
/// change of state, but no try after the first that failed the same way: those are counted, and noted every ten minutes. A
/// camera unplugged for a week makes a thousand entries, not a hundred thousand.
/// </summary>
/// <remarks>
/// History is told by the wall clock, so the journal sees to its steps. What the clock left out, by a step forward or while
/// the machine slept, nobody watched; what it repeats, by a step back, is written anew. Not safe for concurrent use.
/// </remarks>
internal sealed class StreamJournal
{
    /// <summary>Most entries held while the store is away.</summary>
    public const int Bound = 512;

    private static readonly TimeSpan FoldEvery = TimeSpan.FromMinutes(10);

    // Less is the clock being put right by and by; entries then keep their order by a millisecond each.
    private static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly List<HistoryEntry> _pending = [];
    private readonly HashSet<(StreamState State, string? Reason)> _failures = [];
    private readonly List<HistoryEntry> _folded = [];
    private DateTimeOffset _foldedSince;
    private HistoryEntry? _last;
    private StreamHealth? _health;
    private DateTimeOffset? _watchedAt;
    private DateTimeOffset? _rewoundTo;

    /// <summary>Whether it goes on from where the store's history ends.</summary>
    public bool Resumed { get; private set; }

    /// <summary>Takes a record, as of now. To be told of every change, and every <see cref="HealthStore.RenewEvery"/>.</summary>
    public void Observe(StreamHealth health, DateTimeOffset now)
    {
        // To the millisecond, as entries are kept.
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var anew = _health is null || Stepped(now);
        _watchedAt = anew || now > _watchedAt ? now : _watchedAt;
        var failures = Failures(health);
        if (anew || health.State != _health!.State || failures > 0)
        {
            Note(health, now, failures, anew);
        }

        if (_folded.Count > 0 && now - _foldedSince >= FoldEvery)
        {
            NoteFolded(now);
        }

        _health = health;
    }

    /// <summary>
    /// Goes on from where the store's history ends: what was between its end and the first record, nobody watched.
    /// </summary>
    /// <param name="watchedUntil">When an owner last kept watch; null where none did.</param>
    public void Resume(DateTimeOffset? watchedUntil)
    {
        Resumed = true;
        if (_pending is not [var first, ..] || watchedUntil is not { } until)
        {
            return;
        }

        if (until < first.At)
        {
            _pending.Insert(0, new HistoryEntry(until, null));
        }
        else if (until - first.At > LeastStep)
        {
            RewindTo(first.At);
        }
    }

    /// <summary>Hands over what is to be written.</summary>
    public HistoryWrite Take()
    {
        var write = new HistoryWrite(_watchedAt ?? default, [.. _pending], _rewoundTo);
        _pending.Clear();
        _rewoundTo = null;
        return write;
    }

    /// <summary>Takes back what could not be written.</summary>
    public void Return(HistoryWrite write)
    {
        // The clock may have been set back since.
        _pending.InsertRange(0, write.Entries.Where(entry => !(entry.At > _rewoundTo)));
        if (write.RewoundTo is { } rewound)
        {
            RewindTo(rewound);
        }

        KeepBound();
    }

    /// <summary>The store was emptied: tells again what is in force.</summary>
    public void Restate()
    {
        if (_pending.Count == 0 && _last is not null)
        {
            _pending.Add(_last);
        }
    }

    private bool Stepped(DateTimeOffset now)
    {
        var before = _watchedAt!.Value;
        if (before - now > LeastStep)
        {
            _pending.RemoveAll(entry => entry.At > now);
            RewindTo(now);
            _last = null;
            return true;
        }

        if (now - before > HealthStore.TimeToLive)
        {
            Add(new HistoryEntry(before, null));
            return true;
        }

        return false;
    }

    private int Failures(StreamHealth health)
    {
        var before = _health?.Restarts ?? 0;
        // An owner that begins anew counts anew.
        return health.Restarts - (health.Restarts < before ? 0 : before);
    }

    private void Note(StreamHealth health, DateTimeOffset now, int failures, bool anew)
    {
        var entry = new HistoryEntry(now, health.State)
        {
            Reason = failures > 0 ? health.LastRestartReason : null,
            Error = failures > 0 ? health.LastError : null,
            Restarts = failures,
        };
        if (anew || health.State is StreamState.Live or StreamState.Disabled)
        {
            NoteFolded(now);
            _failures.Clear();
        }

        if (failures > 0 && !_failures.Add((entry.State!.Value, entry.Reason)))
        {
            Fold(entry);
        }
        else if (anew || failures > 0 || health.State != StreamState.Connecting || _failures.Count == 0)
        {
            // Trying again after a failure is no news: the stream is as much away as before.
            Add(entry);
        }
    }

    private void Fold(HistoryEntry entry)
    {
        _foldedSince = _folded.Count == 0 ? entry.At : _foldedSince;
        var same = _folded.FindIndex(other => (other.State, other.Reason) == (entry.State, entry.Reason));
        if (same >= 0)
        {
            entry = entry with { Restarts = entry.Restarts + _folded[same].Restarts };
            _folded.RemoveAt(same);
        }

        // The latest comes last, and is in force from there on.
        _folded.Add(entry);
    }

    private void NoteFolded(DateTimeOffset now)
    {
        foreach (var entry in _folded)
        {
            Add(entry with { At = now });
        }

        _folded.Clear();
    }

    private void Add(HistoryEntry entry)
    {
        if (_last is not null && entry.At <= _last.At)
        {
            entry = entry with { At = _last.At + Tick };
        }

        _last = entry;
        _pending.Add(entry);
        KeepBound();
    }

    private void RewindTo(DateTimeOffset time) => _rewoundTo = time > _rewoundTo ? _rewoundTo : time;

    // What goes is the oldest, and where it stood is unknown from then on.
    private void KeepBound()
    {
        if (_pending.Count > Bound)
        {
            var gone = _pending.Count - Bound + 1;
            _pending[gone - 1] = new HistoryEntry(_pending[0].At, null);
            _pending.RemoveRange(0, gone - 1);
        }
    }
}
