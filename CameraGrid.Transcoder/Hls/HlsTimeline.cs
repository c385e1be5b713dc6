using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Hls;

/// <summary>
/// The segments and parts of one stream: which frames belong to which. Holds no bytes. Not thread-safe.
/// </summary>
/// <remarks>
/// A part is complete with its last frame, without waiting for the next one. A segment is complete when the frame that
/// begins the next one arrives: a keyframe once it is long enough, any frame before it gets longer than promised.
/// </remarks>
internal sealed class HlsTimeline(HlsPace pace, long firstMediaSequence)
{
    /// <summary>Microseconds before which a keyframe does not end a segment.</summary>
    private const long ShortestSegment = 900_000;

    private readonly List<HlsSegment> _segments = [];
    private long _interval = 40_000;
    private long _lastTime = -1;
    private long? _partFirst;
    private long _partStart;
    private bool _partIsIndependent;
    private long _next;

    public HlsPace Pace { get; } = pace;

    /// <summary>Oldest first; the last one grows.</summary>
    public IReadOnlyList<HlsSegment> Segments => _segments;

    /// <summary>EXT-X-DISCONTINUITY-SEQUENCE: discontinuities that have left the playlist.</summary>
    public long DiscontinuitySequence { get; private set; }

    /// <summary>The segment that grows.</summary>
    public HlsSegment? Current => _segments.Count > 0 ? _segments[^1] : null;

    /// <summary>
    /// A number to begin with at this time that no earlier process has come to: it counts faster than segments follow each
    /// other. So what a cache holds of an earlier process is never taken for this one's.
    /// </summary>
    public static long FirstMediaSequence(DateTimeOffset now) =>
        now.ToUnixTimeMilliseconds() / (ShortestSegment / 2 / 1000);

    /// <summary>Takes the next frame of the ring. True: a part was completed.</summary>
    public bool Add(in Frame frame)
    {
        if (Current is not { } current)
        {
            if (frame.IsVideoKey)
            {
                Begin(frame, firstMediaSequence, frame.Sequence, followsDiscontinuity: false);
                return Take(frame);
            }

            return false;
        }

        var changed = false;
        if (frame.Generation != current.Generation)
        {
            EndPart();
            current.Complete(EstimatedDuration(current));
            Begin(frame, current.MediaSequence + 1, frame.Sequence, followsDiscontinuity: true);
            changed = true;
        }
        else if (frame.Track == TrackKind.Video && EndsSegment(frame, current))
        {
            EndPart();
            var untilNext = frame.DecodeTime - current.Start;
            current.Complete(untilNext <= Pace.LongestSegment ? untilNext : EstimatedDuration(current));
            // Audio that came after the last part is this segment's: it would be in none else.
            Begin(frame, current.MediaSequence + 1, current.End, followsDiscontinuity: false);
            changed = true;
        }

        return Take(frame) || changed;
    }

    /// <summary>
    /// Drops complete segments that begin before a time, in microseconds of the timeline, as far as RFC 8216bis, 6.2.2
    /// allows; and those that begin before <paramref name="gone"/>, whose frames the ring is about to lose, in any case.
    /// </summary>
    public void DropBefore(long time, long gone)
    {
        while (
            _segments.Count > 1 && (_segments[0].Start < gone || (_segments[0].Start < time && MayDropFirst(_segments)))
        )
        {
            DiscontinuitySequence += _segments[1].FollowsDiscontinuity ? 1 : 0;
            _segments.RemoveAt(0);
        }
    }

    /// <summary>The segment of this media sequence number, or null.</summary>
    public HlsSegment? Find(long mediaSequence)
    {
        var index = _segments.Count == 0 ? -1 : mediaSequence - _segments[0].MediaSequence;
        return index >= 0 && index < _segments.Count ? _segments[(int)index] : null;
    }

    // "... MUST NOT remove a Media Segment ... if that would produce a Playlist whose duration is less than three times the
    // Target Duration."
    private bool MayDropFirst(List<HlsSegment> segments) =>
        segments.Skip(1).Sum(segment => segment.Duration ?? 0) >= 3_000_000L * Pace.TargetDuration;

    private bool EndsSegment(in Frame frame, HlsSegment current)
    {
        var length = frame.DecodeTime - current.Start;
        return (frame.IsKey && length >= ShortestSegment) || length + _interval > Pace.LongestSegment;
    }

    // How long the last frame is shown is not known, but the segment is no longer than promised.
    private long EstimatedDuration(HlsSegment current) =>
        Math.Min(_lastTime + _interval - current.Start, Pace.LongestSegment);

    private void Begin(in Frame frame, long mediaSequence, long from, bool followsDiscontinuity)
    {
        _segments.Add(new HlsSegment(mediaSequence, frame, from, followsDiscontinuity));
        if (followsDiscontinuity)
        {
            _lastTime = -1;
        }
    }

    private bool Take(in Frame frame)
    {
        _next = frame.Sequence + 1;
        if (frame.Track != TrackKind.Video)
        {
            return false;
        }

        if (_lastTime >= 0)
        {
            _interval = Math.Max(1_000, _interval + (frame.DecodeTime - _lastTime - _interval) / 8);
        }

        _lastTime = frame.DecodeTime;
        if (_partFirst is null)
        {
            // Audio that came between two parts belongs to the later one.
            _partFirst = Current!.End;
            _partStart = frame.DecodeTime;
            _partIsIndependent = frame.IsKey;
        }

        if (_lastTime + _interval - _partStart < Pace.PartTarget - _interval / 2)
        {
            return false;
        }

        EndPart();
        return true;
    }

    private void EndPart()
    {
        if (_partFirst is { } first)
        {
            var duration = Math.Min(_lastTime + _interval - _partStart, Pace.PartTarget);
            Current!.Add(new HlsPart(first, _next, duration, _partIsIndependent));
            _partFirst = null;
        }
    }
}
