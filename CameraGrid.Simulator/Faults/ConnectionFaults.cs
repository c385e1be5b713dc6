namespace CameraGrid.Simulator.Faults;

/// <summary>
/// What one connection meets of a stream's faults. A counted fault is taken when the connection first meets it and then stays with it
/// to its end, so that a client finds the camera well again when it has reconnected often enough.
/// </summary>
/// <param name="stream">The stream's faults.</param>
/// <param name="cut">Closes the connection when what was written is out.</param>
internal sealed class ConnectionFaults(StreamFaults stream, Action cut)
{
    private readonly Lock _lock = new();
    private ActiveFault[] _taken = [];

    public StreamFaults Stream => stream;

    /// <summary>Whether there is nothing to look for: the case that must cost nothing.</summary>
    public bool IsEmpty => stream.IsEmpty && Volatile.Read(ref _taken).Length == 0;

    /// <summary>Closes the connection when what was written is out.</summary>
    public void Cut() => cut();

    public bool Has(FaultKind kind) => Find(kind) is not null;

    /// <summary>The fault of this kind, or null.</summary>
    public ActiveFault? Find(FaultKind kind)
    {
        if (IsEmpty)
        {
            return null;
        }

        lock (_lock)
        {
            if (Array.Exists(_taken, fault => fault.IsOver))
            {
                _taken = [.. _taken.Where(fault => !fault.IsOver)];
            }

            if (Array.Find(_taken, fault => fault.Kind == kind) is { } taken)
            {
                return taken;
            }

            foreach (var fault in stream.Active)
            {
                if (fault.Kind == kind && !fault.IsOver && (fault.CountLeft is null || fault.TryTake()))
                {
                    _taken = fault.CountLeft is null ? _taken : [.. _taken, fault];
                    return fault;
                }
            }

            return null;
        }
    }

    /// <summary>Waits while there is a fault of this kind.</summary>
    public async Task WhileAsync(FaultKind kind, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = stream.Changed;
            if (!Has(kind))
            {
                return;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }
}
