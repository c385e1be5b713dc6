namespace CameraGrid.Transcoder.Live;

/// <summary>
/// Lays what cameras send as time onto one timeline that only goes forward, in microseconds since the stream's ring was
/// made. Cameras' clocks start anywhere, jump by hours, repeat and go backwards; decoders and playlists must not see it.
/// </summary>
internal sealed class StreamTimeline(TimeProvider time)
{
    /// <summary>A step beyond this may be a new clock.</summary>
    private static readonly long LargestStep = (long)TimeSpan.FromSeconds(5).TotalMicroseconds;

    /// <summary>FFmpeg counts up by single ticks where a camera's clock stands still or has gone back.</summary>
    private const long ShortestStep = 1_000;

    private readonly long _origin = time.GetTimestamp();
    private readonly TrackTimeline _video = new(bridgesGaps: true);
    private readonly TrackTimeline _audio = new(bridgesGaps: false);
    private long? _offset;

    /// <summary>Forgets the camera's clock; the next frame is placed at the present.</summary>
    public void StartGeneration()
    {
        _offset = null;
        _video.StartGeneration();
        _audio.StartGeneration();
    }

    /// <summary>Places a frame. The result's decode time is later than the last one of its track.</summary>
    /// <param name="track">The frame's track; each keeps its own order, both share the camera's clock.</param>
    /// <param name="decodeTime">As the camera has it, in microseconds of an unknown origin.</param>
    /// <param name="presentationTime">Likewise.</param>
    public TimelinePosition Place(TrackKind track, long decodeTime, long presentationTime)
    {
        var line = track == TrackKind.Video ? _video : _audio;
        _offset ??= Math.Max(Now(), Math.Max(_video.Next, _audio.Next)) - decodeTime;
        line.Offset ??= _offset;
        var placed = decodeTime + line.Offset.Value;
        if (line.Started && IsNewClock(placed, line.Last))
        {
            line.Offset = Math.Max(Now(), line.Next) - decodeTime;
            placed = decodeTime + line.Offset.Value;
        }

        var composition = Math.Clamp(presentationTime - decodeTime, 0, LargestStep);
        return line.Advance(placed, composition);
    }

    // A step forward that ends near the present is an outage, not a new clock.
    private bool IsNewClock(long placed, long last) =>
        placed - last < ShortestStep || (placed - last > LargestStep && Math.Abs(placed - Now()) > LargestStep);

    private long Now() => (long)time.GetElapsedTime(_origin).TotalMicroseconds;
}
