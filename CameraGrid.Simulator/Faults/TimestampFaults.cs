namespace CameraGrid.Simulator.Faults;

/// <summary>Wrong RTP timestamps of one track.</summary>
internal sealed class TimestampFaults(ConnectionFaults faults, int clockRate)
{
    private double _drifted;
    private uint _last;
    private uint _repeated;
    private int _repeats;

    /// <summary>What a camera with this clock takes for this time. The clock of a session that was cured goes on from there.</summary>
    public uint Clock(uint timestamp) => unchecked(timestamp + (uint)(long)_drifted);

    /// <summary>The timestamp of the next frame.</summary>
    public uint Frame(uint timestamp)
    {
        // From frame to frame: the difference is small and may be negative, with B-frames.
        var step = unchecked((int)(timestamp - _last));
        _last = timestamp;
        if (faults.IsEmpty)
        {
            return Clock(timestamp);
        }

        if (faults.Find(FaultKind.Drift) is { } drift && step > -clockRate && step < clockRate)
        {
            _drifted += step * drift.Value / 100;
        }

        return faults.Has(FaultKind.UnsetTimestamps) ? 0 : Repeat(Jump(Clock(timestamp)));
    }

    private uint Jump(uint timestamp)
    {
        var seconds = (faults.Find(FaultKind.JumpForward)?.Value ?? 0) - (faults.Find(FaultKind.JumpBack)?.Value ?? 0);
        return unchecked(timestamp + (uint)(long)(seconds * clockRate));
    }

    private uint Repeat(uint timestamp)
    {
        if (faults.Find(FaultKind.RepeatTimestamps) is not { } repeat)
        {
            _repeats = 0;
            return timestamp;
        }

        _repeated = _repeats == 0 ? timestamp : _repeated;
        _repeats = (_repeats + 1) % (int)repeat.Value;
        return _repeated;
    }
}
