namespace CameraGrid.Media.Nut;

/// <summary>
/// Decoding times from presentation times. "dts is calculated by using a decode_delay + 1 sized buffer for each stream, into
/// which the current pts is inserted and the element with the smallest value is removed. This is then the current dts."
/// </summary>
internal sealed class DecodeTimestamps(int decodeDelay)
{
    private readonly long[] _waiting = new long[decodeDelay];
    private bool _hasStarted;
    private long _last = long.MinValue;

    /// <param name="syncTime">For a stream's first frame the time of the syncpoint before it, which FFmpeg sets to that
    /// frame's dts; without effect later.</param>
    public long Next(long pts, long syncTime)
    {
        if (!_hasStarted)
        {
            _hasStarted = true;
            Start(pts, syncTime);
        }

        long dts = pts;
        for (int index = 0; index < _waiting.Length; index++)
        {
            if (_waiting[index] < dts)
            {
                (dts, _waiting[index]) = (_waiting[index], dts);
            }
        }

        // A camera that reorders more frames than it declares would make time go back, which no decoder takes.
        _last = dts > _last ? dts : _last + 1;
        return _last;
    }

    /// <summary>
    /// The specification starts with -1 in every place, so that several frames share a dts. The first frame's dts is known
    /// here: the frames waiting before it lie evenly between that and its pts, which is what the encoder had.
    /// </summary>
    private void Start(long pts, long syncTime)
    {
        int delay = _waiting.Length;
        long distance = pts - syncTime;
        long first = distance >= delay ? syncTime : pts - delay;
        long span = pts - first;
        for (int index = 0; index < delay; index++)
        {
            _waiting[index] = first + span / delay * index;
        }
    }
}
