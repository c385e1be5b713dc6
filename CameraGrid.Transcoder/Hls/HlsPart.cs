namespace CameraGrid.Transcoder.Hls;

/// <summary>A partial segment: a run of the ring's frames that is complete.</summary>
/// <param name="First">Sequence of its first frame in the ring.</param>
/// <param name="End">Sequence behind its last frame.</param>
/// <param name="Duration">In microseconds.</param>
/// <param name="IsIndependent">It begins with a keyframe.</param>
internal sealed record HlsPart(long First, long End, long Duration, bool IsIndependent);
