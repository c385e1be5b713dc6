using System.Diagnostics.CodeAnalysis;

namespace CameraGrid.Media.Nut;

/// <summary>What a stream carries. Subtitles, user data and reserved classes are <see cref="Other"/>.</summary>
public enum NutStreamClass
{
    Video,
    Audio,
    Other,
}

/// <summary>A stream as its NUT stream header describes it.</summary>
/// <param name="Id">Zero based, as in <see cref="NutFrame.StreamId"/>.</param>
/// <param name="FourCc">See <see cref="NutFourCc"/>.</param>
/// <param name="TimeBaseNumerator">Seconds a tick lasts, numerator. Never 0.</param>
/// <param name="TimeBaseDenominator">Seconds a tick lasts, denominator. Never 0, below 2^31.</param>
/// <param name="DecodeDelay">Frames a decoder holds back to put B-frames in order; 0 without B-frames.</param>
/// <param name="ExtraData">Codec-specific data; for H.264 and H.265 parameter sets with start codes, for AAC the
/// AudioSpecificConfig. Empty where the source had none.</param>
/// <param name="Width">Pixels; 0 unless video.</param>
/// <param name="Height">Pixels; 0 unless video.</param>
/// <param name="SampleRate">Hz; 0 unless audio.</param>
/// <param name="Channels">0 unless audio.</param>
[SuppressMessage("Naming", "CA1711", Justification = "The word of the specification.")]
public sealed record NutStream(
    int Id,
    NutStreamClass Class,
    string FourCc,
    long TimeBaseNumerator,
    long TimeBaseDenominator,
    int DecodeDelay,
    byte[] ExtraData,
    int Width,
    int Height,
    int SampleRate,
    int Channels
);
