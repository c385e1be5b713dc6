namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Who goes first where several streams wait for a turn to connect.</summary>
internal enum ConnectPriority
{
    /// <summary>It was live a moment ago: someone is probably looking at its last picture.</summary>
    Recovering,

    /// <summary>Its first try: nothing is known against it.</summary>
    First,

    /// <summary>It failed before and was not live for a while: it is probably dead.</summary>
    Retry,
}

/// <summary>
/// Lets only so many streams connect at a time. Cameras and networks do not like two hundred connections in one second,
/// and neither does the processor that starts two hundred FFmpegs.
/// </summary>
/// <remarks>
/// Two rules keep the dead from delaying the living. Whoever recovers goes first, then who tries for the first time. And a
/// turn is over after <see cref="LongestTurn"/> even where nothing came: FFmpeg goes on waiting for its camera, but another
/// may start. So a stream that recovers waits no longer than it takes one of the turns to end, and the lane starts at least
/// <paramref name="most"/> streams in that time whatever the cameras do. A lane apart for those that recover would save
/// them that wait and allow twice as many connections at once.
/// Streams that come and go cannot keep others out: they count as recovering for some minutes only.
/// The queue holds one place a stream at most.
/// </remarks>
internal sealed class ConnectLane(int most, TimeProvider time)
{
    /// <summary>
    /// Time for a handshake with a camera far away. Waiting on for its keyframe is no load to anybody, and held the next
    /// ones up: on a busy machine, where a connect takes seconds, thirty streams came back in rounds of eight.
    /// </summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource<ConnectTurn>, (ConnectPriority, long)> _waiting = new();
    private int _free = most;
    private long _arrivals;

    /// <summary>Waits for a turn. It ends when it is disposed, or after <see cref="LongestTurn"/>.</summary>
    public async Task<ConnectTurn> EnterAsync(ConnectPriority priority, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = new TaskCompletionSource<ConnectTurn>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue(place, (priority, _arrivals++));
            Admit();
        }

        using var leaving = cancellationToken.UnsafeRegister(_ => Leave(place, cancellationToken), null);
        return await place.Task;
    }

    private void Leave(TaskCompletionSource<ConnectTurn> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_waiting.Remove(place, out _, out _))
            {
                place.SetCanceled(cancellationToken);
            }
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            _free++;
            Admit();
        }
    }

    /// <summary>Under the lock.</summary>
    private void Admit()
    {
        while (_free > 0 && _waiting.TryDequeue(out var place, out _))
        {
            _free--;
            place.SetResult(new ConnectTurn(Release, time));
        }
    }
}

/// <summary>A turn to connect; over when it is disposed, or by itself after a while.</summary>
internal sealed class ConnectTurn : IDisposable
{
    private readonly Action _release;
    private readonly ITimer _limit;
    private int _over;

    public ConnectTurn(Action release, TimeProvider time)
    {
        _release = release;
        _limit = time.CreateTimer(_ => Dispose(), null, ConnectLane.LongestTurn, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            // Null where a clock that jumps fires the timer before it is assigned; it fires once only.
            _limit?.Dispose();
            _release();
        }
    }
}
