using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Hls;

/// <summary>A media segment, growing by parts until it is complete. Times are in microseconds on the ring's timeline.</summary>
/// <param name="mediaSequence">Its media sequence number.</param>
/// <param name="first">Its first video frame.</param>
/// <param name="from">Sequence of its first frame in the ring: sound may stand before the picture.</param>
/// <param name="followsDiscontinuity">It is the first of a generation.</param>
internal sealed class HlsSegment(long mediaSequence, in Frame first, long from, bool followsDiscontinuity)
{
    private readonly List<HlsPart> _parts = [];

    public long MediaSequence { get; } = mediaSequence;

    public Generation Generation { get; } = first.Generation;

    public long First { get; } = from;

    public long Start { get; } = first.DecodeTime;

    /// <summary>When its first video frame arrived: its EXT-X-PROGRAM-DATE-TIME.</summary>
    public DateTimeOffset ArrivedAt { get; } = DateTimeOffset.FromUnixTimeMilliseconds(first.ArrivedAt);

    public bool FollowsDiscontinuity { get; } = followsDiscontinuity;

    public IReadOnlyList<HlsPart> Parts => _parts;

    /// <summary>Sequence behind the last frame of the last part.</summary>
    public long End => _parts.Count > 0 ? _parts[^1].End : First;

    /// <summary>In microseconds; null while the segment grows.</summary>
    public long? Duration { get; private set; }

    public bool IsComplete => Duration is not null;

    public void Add(HlsPart part) => _parts.Add(part);

    public void Complete(long duration) => Duration = duration;
}
