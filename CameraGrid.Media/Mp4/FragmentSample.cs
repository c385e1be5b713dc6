namespace CameraGrid.Media.Mp4;

/// <summary>One sample of a fragment.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Duration">Ticks of the track's timescale until the next sample's decoding time.</param>
/// <param name="CompositionOffset">Ticks from decoding to presentation; may be negative.</param>
/// <param name="IsKey">Decoding can start here; always so for audio.</param>
public readonly record struct FragmentSample(int Size, uint Duration, int CompositionOffset, bool IsKey);
