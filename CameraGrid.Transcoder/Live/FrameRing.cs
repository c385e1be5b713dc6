namespace CameraGrid.Transcoder.Live;

/// <summary>
/// The frames of the last seconds, oldest first. One writer; any number of readers, each through its own position.
/// Not thread-safe by itself: <see cref="LiveStream"/> guards it with its lock.
/// </summary>
internal sealed class FrameRing(LiveOptions options)
{
    private Frame[] _frames = new Frame[512];
    private long _first;
    private long _next;
    private long _lastKey = -1;

    /// <summary>Sequence of the oldest frame held; equals <see cref="Next"/> while the ring is empty.</summary>
    public long First => _first;

    /// <summary>Sequence that the next frame will get.</summary>
    public long Next => _next;

    /// <summary>Sequence of the newest video keyframe, or -1.</summary>
    public long LastKey => _lastKey >= _first ? _lastKey : -1;

    /// <summary>Bytes of all fragments held.</summary>
    public long Bytes { get; private set; }

    public ref readonly Frame this[long sequence] => ref _frames[(int)(sequence & (_frames.Length - 1))];

    public void Append(in Frame frame)
    {
        if (_next - _first == _frames.Length)
        {
            Grow();
        }

        _frames[(int)(_next & (_frames.Length - 1))] = frame;
        frame.Block.Acquire();
        if (frame.IsVideoKey)
        {
            _lastKey = frame.Sequence;
        }

        Bytes += frame.Length;
        _next++;
        Evict(frame.DecodeTime);
    }

    /// <summary>Drops every frame.</summary>
    public void Clear()
    {
        while (_first < _next)
        {
            DropFirst();
        }
    }

    private void Evict(long now)
    {
        var horizon = now - (long)options.Duration.TotalMicroseconds;
        while (_first < _next - 1)
        {
            // The last group of pictures stays, however old, so that a viewer can always start; memory's bound goes first.
            var wanted = this[_first].DecodeTime >= horizon || _first >= _lastKey;
            if (wanted && Bytes <= options.MostBytes)
            {
                return;
            }

            DropFirst();
        }
    }

    private void DropFirst()
    {
        ref var slot = ref _frames[(int)(_first & (_frames.Length - 1))];
        Bytes -= slot.Length;
        slot.Block.Release();
        slot = default;
        _first++;
    }

    private void Grow()
    {
        var larger = new Frame[_frames.Length * 2];
        for (var sequence = _first; sequence < _next; sequence++)
        {
            larger[(int)(sequence & (larger.Length - 1))] = this[sequence];
        }

        _frames = larger;
    }
}
