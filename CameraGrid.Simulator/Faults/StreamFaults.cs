namespace CameraGrid.Simulator.Faults;

/// <summary>The faults one stream has now: read for each frame and request, replaced at each change.</summary>
internal sealed class StreamFaults
{
    private volatile ActiveFault[] _active = [];
    private volatile TaskCompletionSource _changed = NewSignal();
    private int _sessions;

    /// <summary>A stream of which nothing is wrong.</summary>
    public static StreamFaults None { get; } = new();

    /// <summary>Its faults; another list after each change.</summary>
    public IReadOnlyList<ActiveFault> Active => _active;

    public bool IsEmpty => _active.Length == 0;

    /// <summary>Whether nobody can connect, as opposed to a counted refusal, which accepts a connection to refuse it.</summary>
    public bool IsAway =>
        Array.Exists(_active, fault => fault is { Kind: FaultKind.Refuse or FaultKind.Reboot, CountLeft: null });

    /// <summary>Completes at the next change.</summary>
    public Task Changed => _changed.Task;

    /// <summary>Sessions set up at present.</summary>
    public int Sessions => Volatile.Read(ref _sessions);

    public void Enter() => Interlocked.Increment(ref _sessions);

    public void Leave() => Interlocked.Decrement(ref _sessions);

    public void Replace(ActiveFault[] active)
    {
        _active = active;
        var changed = _changed;
        _changed = NewSignal();
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
