namespace CameraGrid.Simulator.Cameras;

/// <summary>
/// The clock all sessions of a camera share: frame k is due at <see cref="Epoch"/> + k intervals. It runs on the monotonic clock,
/// so a step of the wall clock never halts or hurries a stream.
/// </summary>
internal sealed class CameraClock
{
    private readonly TimeProvider _time;
    private readonly long _origin;

    /// <param name="time">Both of its clocks.</param>
    /// <param name="start">A moment on both of them (<see cref="ReadBoth"/>).</param>
    /// <param name="phase">How long after it the clock is zero.</param>
    public CameraClock(TimeProvider time, (long Timestamp, DateTimeOffset WallClock) start, TimeSpan phase)
    {
        _time = time;
        _origin = start.Timestamp + (long)(phase.TotalSeconds * time.TimestampFrequency);
        Epoch = start.WallClock + phase;
    }

    /// <summary>When the clock was zero.</summary>
    public DateTimeOffset Epoch { get; }

    /// <summary>Time since the epoch; for an instant after the start it is negative, by the camera's phase.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_origin);

    /// <summary>The wall clock now.</summary>
    public DateTimeOffset Now => Epoch + Elapsed;

    /// <summary>Reads both clocks at one moment, so far as that can be: of some readings the one that took the least time.</summary>
    /// <remarks>A pause between the two, as at the first call of a busy start, would falsify all times of a run.</remarks>
    public static (long Timestamp, DateTimeOffset WallClock) ReadBoth(TimeProvider time)
    {
        const int Readings = 8;
        var best = (Timestamp: 0L, WallClock: default(DateTimeOffset));
        var least = long.MaxValue;
        for (var i = 0; i < Readings; i++)
        {
            var before = time.GetTimestamp();
            var wallClock = time.GetUtcNow();
            var took = time.GetTimestamp() - before;
            if (took < least)
            {
                least = took;
                best = (before + took / 2, wallClock);
            }
        }

        return best;
    }

    /// <summary>Waits until a time since the epoch; returns at once when it is past.</summary>
    public async ValueTask WaitAsync(TimeSpan due, CancellationToken cancellationToken)
    {
        while (true)
        {
            var remaining = due - Elapsed;
            if (remaining <= TimeSpan.Zero)
            {
                return;
            }

            // Timers count whole milliseconds and would return up to one early.
            var wait = TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds));
            await Task.Delay(wait, _time, cancellationToken);
        }
    }
}
