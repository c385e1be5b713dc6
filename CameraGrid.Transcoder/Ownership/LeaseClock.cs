using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ownership;

/// <summary>
/// How long ago this node's leases were renewed, by a clock that also goes on while the process is stopped: one that wakes
/// after a lease must not go on as if it still owned what it held.
/// </summary>
internal sealed class LeaseClock(TimeProvider time)
{
    // Ticks of the time provider; 0: never.
    private long _renewedAt;

    /// <summary>Leases hold again, for the first time or after they had run out.</summary>
    public event Action? Restored;

    /// <summary>Since the last renewal that the store confirmed, from before it was asked.</summary>
    public TimeSpan Age =>
        Volatile.Read(ref _renewedAt) is not 0 and var renewedAt ? time.GetElapsedTime(renewedAt) : TimeSpan.MaxValue;

    /// <summary>How long from now on no other node can be given what this one holds; zero where one may have been.</summary>
    public TimeSpan Left
    {
        get
        {
            var left = OwnerStore.Lease - Age;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>No other node can have been given what this one holds.</summary>
    public bool IsCurrent => Left > TimeSpan.Zero;

    /// <param name="askedAt">The time provider's timestamp from before the store was asked.</param>
    public void Renewed(long askedAt)
    {
        var wasCurrent = IsCurrent;
        Volatile.Write(ref _renewedAt, askedAt);
        if (!wasCurrent)
        {
            Restored?.Invoke();
        }
    }
}
