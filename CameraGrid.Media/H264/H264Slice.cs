namespace CameraGrid.Media.H264;

/// <summary>Reads the beginning of a slice header (ITU-T H.264, 7.3.3): <c>first_mb_in_slice ue(v) | slice_type ue(v) | …</c></summary>
public static class H264Slice
{
    /// <summary>The slice is a picture's first: first_mb_in_slice is 0, in Exp-Golomb code a single 1.</summary>
    /// <param name="slice">A NAL unit that is a slice, without start code; its beginning is enough.</param>
    public static bool BeginsPicture(ReadOnlySpan<byte> slice) => slice.Length > 1 && (slice[1] & 0x80) != 0;

    /// <summary>The slice is a picture's first and of type B, so that pictures are decoded in another order than shown. Its
    /// slice_type is 1 (<c>010</c>), or 6 (<c>00111</c>) where all slices of the picture are of that type (table 7-6).</summary>
    /// <param name="slice">A NAL unit that is a slice, without start code; its beginning is enough.</param>
    public static bool BeginsBPicture(ReadOnlySpan<byte> slice) =>
        slice.Length > 1 && ((slice[1] & 0xF0) == 0b1010_0000 || (slice[1] & 0xFC) == 0b1001_1100);
}
