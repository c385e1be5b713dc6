namespace CameraGrid.Transcoder.Live;

/// <summary>
/// Lays what cameras send as time onto one timeline that only goes forward, in microseconds since the stream's ring was
/// made. Cameras' clocks start anywhere, jump by hours, repeat and go backwards; decoders and playlists must not see it.
/// </summary>
internal sealed class StreamTimeline(TimeProvider time)
{
    /// <summary>No B-frame is shown later than this after it is decoded.</summary>
    private static readonly long LargestComposition = (long)TimeSpan.FromSeconds(5).TotalMicroseconds;

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
        var composition = Math.Clamp(presentationTime - decodeTime, 0, LargestComposition);
        return line.Advance(line.Place(decodeTime, Now()), composition);
    }

    private long Now() => (long)time.GetElapsedTime(_origin).TotalMicroseconds;
}
