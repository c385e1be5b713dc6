using System.Threading.Tasks.Sources;

namespace CameraGrid.Transcoder.Live;

/// <summary>Where a reader begins.</summary>
internal enum CursorStart
{
    /// <summary>The newest keyframe: the picture nearest to now.</summary>
    LastKey,

    /// <summary>The oldest keyframe still held: all there is.</summary>
    OldestKey,
}

/// <summary>How a reader goes through the ring.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="MostBehind">How far it may fall behind before it skips to the newest keyframe; null: never skips.</param>
internal sealed record CursorOptions(CursorStart Start, TimeSpan? MostBehind);

/// <summary>
/// One reader's place in a <see cref="LiveStream"/>. For one consumer at a time; waiting allocates nothing.
/// </summary>
internal sealed class LiveCursor : IValueTaskSource<bool>, IThreadPoolWorkItem, IDisposable
{
    private readonly LiveStream _stream;
    private readonly CursorOptions _options;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private long _position;
    private bool _waiting;
    private volatile bool _completed;
    private bool _result;

    internal LiveCursor(LiveStream stream, CursorOptions options, long position, CancellationToken cancellationToken)
    {
        _stream = stream;
        _options = options;
        _position = position;
        _registration = cancellationToken.UnsafeRegister(static cursor => ((LiveCursor)cursor!).Complete(), this);
    }

    /// <summary>Reads the next frame without waiting; nothing once the cursor has ended. The caller disposes the lease.</summary>
    public bool TryRead(out FrameLease lease)
    {
        if (_completed)
        {
            // Else a reader that never catches up would not hear of its end.
            lease = default;
            return false;
        }

        return _stream.TryRead(ref _position, _options, out lease);
    }

    /// <summary>Waits for a next frame; false when the cursor was cancelled or its stream removed.</summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_completed)
            {
                return new(false);
            }

            _source.Reset();
            _waiting = true;
        }

        // A frame that came between the last read and here woke nobody.
        if (_stream.HasFrameAt(_position))
        {
            Wake();
        }

        return new(this, _source.Version);
    }

    public void Dispose()
    {
        _registration.Dispose();
        _stream.Remove(this);
        Complete();
    }

    internal void Wake() => Signal(true);

    internal void Complete()
    {
        lock (_lock)
        {
            _completed = true;
        }

        Signal(false);
    }

    private void Signal(bool more)
    {
        lock (_lock)
        {
            if (!_waiting)
            {
                return;
            }

            _waiting = false;
            _result = more;
        }

        // The reader goes on elsewhere: the writer holds the stream's lock here. The cursor itself is the work item,
        // so that a wake-up allocates nothing.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _source.SetResult(_result);

    bool IValueTaskSource<bool>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _source.OnCompleted(continuation, state, token, flags);
}
