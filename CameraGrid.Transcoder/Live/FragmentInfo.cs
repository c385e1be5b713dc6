namespace CameraGrid.Transcoder.Live;

/// <summary>What the writer says of the fragment it has put into the reserved memory; see <see cref="Frame"/>.</summary>
internal readonly record struct FragmentInfo(
    Generation Generation,
    TrackKind Track,
    bool IsKey,
    long DecodeTime,
    long PresentationTime,
    long ArrivedAt,
    int HeaderLength,
    int Length
);
