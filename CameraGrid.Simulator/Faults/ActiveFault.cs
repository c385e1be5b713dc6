namespace CameraGrid.Simulator.Faults;

/// <summary>A fault that was set, and what is left of it.</summary>
internal sealed class ActiveFault(
    string camera,
    string? stream,
    Fault fault,
    IReadOnlyList<StreamFaults> streams,
    TimeProvider time
) : IDisposable
{
    private readonly long _set = time.GetTimestamp();
    private int _left = fault.Count ?? 0;
    private volatile bool _isOver;
    private ITimer? _timer;

    public string Camera => camera;

    /// <summary>"main" or "sub"; null for both.</summary>
    public string? Stream => stream;

    public Fault Fault => fault;

    public FaultKind Kind => fault.Kind;

    /// <summary>In the unit of its kind; 0 where that takes none.</summary>
    public double Value => fault.Value ?? FaultKinds.RuleOf(fault.Kind).Value?.Default ?? 0;

    /// <summary>The streams that have it.</summary>
    public IReadOnlyList<StreamFaults> Streams => streams;

    /// <summary>Whether it was cleared, replaced, or its time is up.</summary>
    public bool IsOver => _isOver;

    /// <summary>Connections that will still meet it; null where all do.</summary>
    public int? CountLeft => fault.Count is null ? null : Volatile.Read(ref _left);

    public double? SecondsLeft =>
        fault.Seconds is { } seconds ? Math.Max(0, seconds - time.GetElapsedTime(_set).TotalSeconds) : null;

    /// <summary>Calls when its time is up; not called where it has none.</summary>
    public void StartTimer(Action<ActiveFault> end)
    {
        if (fault.Seconds is { } seconds)
        {
            _timer = time.CreateTimer(_ => end(this), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Takes one of the counted connections.</summary>
    /// <returns>False when none is left.</returns>
    public bool TryTake()
    {
        int left;
        do
        {
            left = Volatile.Read(ref _left);
            if (left == 0)
            {
                return false;
            }
        } while (Interlocked.CompareExchange(ref _left, left - 1, left) != left);

        return true;
    }

    /// <summary>Ends it, for the connections that have met it too.</summary>
    public void Dispose()
    {
        _isOver = true;
        _timer?.Dispose();
    }
}
