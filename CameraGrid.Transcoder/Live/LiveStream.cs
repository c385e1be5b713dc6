using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Live;

/// <summary>
/// One stream as viewers see it: a ring of finished fragments that outlives every FFmpeg that feeds it. Appending never
/// waits for a reader; a reader that falls behind finds its frames gone and starts again at a keyframe.
/// </summary>
internal sealed class LiveStream(StreamKey key, RingBlockPool pool, LiveOptions options) : IDisposable
{
    /// <summary>A reader's place while there is no keyframe that it could go on with.</summary>
    private const long NoKey = -1;

    private readonly Lock _lock = new();
    private readonly FrameRing _ring = new(options);
    private readonly List<LiveCursor> _cursors = [];
    private RingBlock? _writing;
    private volatile Generation? _generation;
    private bool _closed;
    private bool _disposed;

    public StreamKey Key { get; } = key;

    public LiveOptions Options { get; } = options;

    /// <summary>The newest generation, or null until the first frame of the first one.</summary>
    public Generation? Generation => _generation;

    /// <summary>Bytes of fragments in the ring.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _ring.Bytes;
            }
        }
    }

    /// <summary>Video frames ever appended.</summary>
    public long VideoFrames { get; private set; }

    /// <summary>Bytes of fragments ever appended.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>
    /// Memory for the next fragment, to be filled before <see cref="Append"/>. For the stream's one writer.
    /// </summary>
    public Span<byte> Reserve(int mostBytes)
    {
        if (_writing is null || _writing.Free < mostBytes)
        {
            _writing?.Release();
            _writing = pool.Rent(mostBytes);
        }

        return _writing.Buffer.AsSpan(_writing.Used, mostBytes);
    }

    /// <summary>Publishes the fragment written into the reserved memory and wakes its readers.</summary>
    public void Append(in FragmentInfo fragment)
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            var block = _writing ?? throw new InvalidOperationException("Append needs a Reserve before it.");
            _generation = fragment.Generation;
            _ring.Append(
                new Frame
                {
                    Sequence = _ring.Next,
                    Track = fragment.Track,
                    IsKey = fragment.IsKey,
                    Generation = fragment.Generation,
                    DecodeTime = fragment.DecodeTime,
                    PresentationTime = fragment.PresentationTime,
                    ArrivedAt = fragment.ArrivedAt,
                    Block = block,
                    Offset = block.Used,
                    HeaderLength = fragment.HeaderLength,
                    Length = fragment.Length,
                }
            );
            block.Used += fragment.Length;
            TotalBytes += fragment.Length;
            VideoFrames += fragment.Track == TrackKind.Video ? 1 : 0;
            foreach (var cursor in _cursors)
            {
                cursor.Wake();
            }
        }
    }

    /// <summary>Opens a reader. It ends when the token is cancelled or the stream is removed.</summary>
    public LiveCursor OpenCursor(CursorOptions cursorOptions, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var cursor = new LiveCursor(this, cursorOptions, StartOf(cursorOptions.Start), cancellationToken);
            if (_closed)
            {
                cursor.Complete();
            }
            else
            {
                _cursors.Add(cursor);
            }

            return cursor;
        }
    }

    /// <summary>The newest keyframe of the ring, if there is one.</summary>
    public bool TryLeaseLastKey(out FrameLease lease)
    {
        lock (_lock)
        {
            return TryLease(_ring.LastKey, out lease);
        }
    }

    /// <summary>
    /// Leases the frames of [first, end); false, with nothing leased, when one of them has left the ring.
    /// The caller disposes each.
    /// </summary>
    public bool TryLeaseRange(long first, long end, List<FrameLease> leases)
    {
        lock (_lock)
        {
            if (first < _ring.First || end > _ring.Next)
            {
                return false;
            }

            for (var sequence = first; sequence < end; sequence++)
            {
                TryLease(sequence, out var lease);
                leases.Add(lease);
            }

            return true;
        }
    }

    /// <summary>
    /// Leases all frames from the keyframe at or before <paramref name="back"/> before the newest frame, of the newest
    /// generation only. The caller disposes each.
    /// </summary>
    public List<FrameLease> LeaseLast(TimeSpan back)
    {
        lock (_lock)
        {
            var leases = new List<FrameLease>();
            var first = _ring.LastKey;
            if (first < 0)
            {
                return leases;
            }

            var generation = _ring[first].Generation;
            var wanted = _ring[_ring.Next - 1].DecodeTime - (long)back.TotalMicroseconds;
            for (var sequence = first; sequence >= _ring.First; sequence--)
            {
                ref readonly var frame = ref _ring[sequence];
                if (frame.Generation != generation || _ring[first].DecodeTime <= wanted)
                {
                    break;
                }

                first = frame.IsVideoKey ? sequence : first;
            }

            for (var sequence = first; sequence < _ring.Next; sequence++)
            {
                TryLease(sequence, out var lease);
                leases.Add(lease);
            }

            return leases;
        }
    }

    /// <summary>Ends its readers, those to come too. Its writer may go on.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var cursor in _cursors)
            {
                cursor.Complete();
            }

            _cursors.Clear();
        }
    }

    /// <summary>Ends its readers and gives its memory back. Its writer has stopped before.</summary>
    public void Dispose()
    {
        Close();
        lock (_lock)
        {
            _disposed = true;
            _writing?.Release();
            _writing = null;
            _ring.Clear();
        }
    }

    /// <summary>
    /// The next frame for a cursor, or false when it has read all. A cursor that may skip and lies too far behind goes
    /// on at the newest keyframe; one whose frames have left the ring goes on at the oldest keyframe left, or at the next
    /// one to come.
    /// </summary>
    internal bool TryRead(ref long position, CursorOptions cursorOptions, out FrameLease lease)
    {
        lock (_lock)
        {
            if (position < _ring.First)
            {
                position = OldestKey();
            }
            else if (position < _ring.LastKey && IsLate(position, cursorOptions))
            {
                position = _ring.LastKey;
            }

            if (!TryLease(position, out lease))
            {
                return false;
            }

            position++;
            return true;
        }
    }

    internal bool HasFrameAt(long position)
    {
        lock (_lock)
        {
            return _closed || (position == NoKey ? _ring.LastKey >= 0 : position < _ring.Next);
        }
    }

    internal void Remove(LiveCursor cursor)
    {
        lock (_lock)
        {
            _cursors.Remove(cursor);
        }
    }

    private bool IsLate(long position, CursorOptions cursorOptions) =>
        cursorOptions.MostBehind is { } most
        && _ring[_ring.Next - 1].DecodeTime - _ring[position].DecodeTime > (long)most.TotalMicroseconds;

    private long StartOf(CursorStart start) => start == CursorStart.LastKey ? _ring.LastKey : OldestKey();

    private long OldestKey()
    {
        for (var sequence = _ring.First; sequence <= _ring.LastKey; sequence++)
        {
            if (_ring[sequence].IsVideoKey)
            {
                return sequence;
            }
        }

        return NoKey;
    }

    private bool TryLease(long sequence, out FrameLease lease)
    {
        if (sequence < _ring.First || sequence >= _ring.Next)
        {
            lease = default;
            return false;
        }

        ref readonly var frame = ref _ring[sequence];
        frame.Block.Acquire();
        lease = new FrameLease(frame);
        return true;
    }
}
