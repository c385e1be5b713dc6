using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// A stream that this node holds: where it stands, and the worker that keeps it coming. One worker follows another where
/// its source changes; viewers, ring and timeline stay.
/// </summary>
internal sealed class SupervisedStream(
    DesiredStream desired,
    LiveStream live,
    StreamStatus status,
    Func<DesiredStream, CancellationToken, Task> work
) : IDisposable
{
    private CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;
    private volatile bool _restartAsked;

    /// <summary>As it is held now.</summary>
    public DesiredStream Desired { get; private set; } = desired;

    public StreamStatus Status => status;

    /// <summary>Its viewers were sent away; it does not come back, another takes its place.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Told to stop, and perhaps not down yet.</summary>
    public bool IsStopping => _stop.IsCancellationRequested;

    /// <summary>Somebody wants another worker than the one that runs.</summary>
    public bool IsRestartAsked => _restartAsked;

    /// <summary>No worker runs, and neither does its FFmpeg.</summary>
    public bool IsDown => _working.IsCompleted;

    /// <summary>Completes with the worker; throws nothing.</summary>
    public Task Down => _working;

    /// <summary>Begins to work on <paramref name="wanted"/>. Only where it <see cref="IsDown"/>.</summary>
    /// <param name="wanted">What it is from now on.</param>
    /// <param name="onDown">Called when a worker that was told to stop is down.</param>
    public void Start(DesiredStream wanted, Action onDown)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        Desired = wanted;
        _restartAsked = false;
        if (wanted.Enabled)
        {
            _working = WorkAsync(wanted, _stop.Token);
            _ = TellAsync(_working, onDown, _stop.Token);
        }
        else
        {
            status.OnSwitchedOff();
        }
    }

    public void Stop() => _stop.Cancel();

    /// <summary>From any thread, unlike all else. It is for the next pass to carry out.</summary>
    public void AskRestart() => _restartAsked = true;

    /// <summary>Told to stop for good.</summary>
    public void Leave()
    {
        IsLeaving = true;
        Stop();
    }

    /// <summary>Only where it <see cref="IsDown"/>: its ring goes with it.</summary>
    public void Dispose()
    {
        live.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync(DesiredStream wanted, CancellationToken cancellationToken)
    {
        try
        {
            await work(wanted, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was told to stop.
        }
        catch (Exception failure)
        {
            status.OnFailed(failure);
        }
    }

    private static async Task TellAsync(Task working, Action onDown, CancellationToken stopping)
    {
        await working;
        if (stopping.IsCancellationRequested)
        {
            onDown();
        }
    }
}
