namespace CameraGrid.Simulator.Cameras;

/// <summary>
/// The clock all sessions of a camera share: frame k is due at <see cref="Epoch"/> + k intervals. It runs on the monotonic clock,
/// so a step of the wall clock never halts or hurries a stream.
/// </summary>
internal sealed class CameraClock
{
    private readonly TimeProvider _time;
    private readonly long _origin;

    public CameraClock(TimeProvider time, TimeSpan phase)
    {
        _time = time;
        _origin = time.GetTimestamp() + (long)(phase.TotalSeconds * time.TimestampFrequency);
        Epoch = time.GetUtcNow() + phase;
    }

    /// <summary>When the clock was zero.</summary>
    public DateTimeOffset Epoch { get; }

    /// <summary>Time since the epoch; for an instant after the start it is negative, by the camera's phase.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_origin);

    /// <summary>The wall clock now.</summary>
    public DateTimeOffset Now => Epoch + Elapsed;

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
