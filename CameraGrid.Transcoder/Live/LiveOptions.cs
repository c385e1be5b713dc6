namespace CameraGrid.Transcoder.Live;

/// <summary>How much of a stream stays in memory.</summary>
/// <param name="Duration">How far back the ring reaches. Frames since the last keyframe stay beyond it.</param>
/// <param name="MostBytes">The bound that nothing exceeds, in bytes of fragments.</param>
internal sealed record LiveOptions(TimeSpan Duration, long MostBytes)
{
    public static LiveOptions Default { get; } = new(TimeSpan.FromSeconds(10), 32 * 1024 * 1024);
}
