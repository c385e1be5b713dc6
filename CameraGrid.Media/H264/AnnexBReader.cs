namespace CameraGrid.Media.H264;

/// <summary>
/// Takes a byte stream (ITU-T H.264 annex B) apart into NAL units, start codes of three or four bytes.
/// <code>(zero_byte* | 00 00 01 | NAL unit | trailing_zero_8bits*)*</code>
/// Bytes before the first start code are skipped, as are empty NAL units.
/// </summary>
public ref struct AnnexBReader(ReadOnlySpan<byte> data)
{
    private ReadOnlySpan<byte> _rest = AfterStartCode(data);

    private static ReadOnlySpan<byte> StartCode => [0, 0, 1];

    /// <param name="nal">The NAL unit, neither start code nor trailing zeros.</param>
    /// <returns>False: there are no more.</returns>
    public bool TryRead(out ReadOnlySpan<byte> nal)
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf(StartCode);
            nal = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + StartCode.Length)..];

            // "The last byte of the NAL unit shall not be equal to 0x00" (7.4.1).
            nal = nal.TrimEnd((byte)0);
            if (!nal.IsEmpty)
            {
                return true;
            }
        }

        nal = default;
        return false;
    }

    private static ReadOnlySpan<byte> AfterStartCode(ReadOnlySpan<byte> data)
    {
        int start = data.IndexOf(StartCode);
        return start < 0 ? default : data[(start + StartCode.Length)..];
    }
}
