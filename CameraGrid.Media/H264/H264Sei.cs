namespace CameraGrid.Media.H264;

/// <summary>Reads supplemental enhancement information (ITU-T H.264, 7.3.2.3): messages of a type and a size.</summary>
public static class H264Sei
{
    private const int RecoveryPoint = 6;

    /// <summary>
    /// It names a recovery point (D.2.8): decoding can start there although the picture is no IDR picture.
    /// </summary>
    /// <param name="sei">A NAL unit of type <see cref="H264NalType.Sei"/> without start code, or the beginning of one.</param>
    public static bool HasRecoveryPoint(ReadOnlySpan<byte> sei)
    {
        var rest = sei.Length > 0 ? sei[1..] : sei;
        while (TryReadNumber(ref rest, out var type) && TryReadNumber(ref rest, out var size))
        {
            if (type == RecoveryPoint)
            {
                return true;
            }

            rest = rest[Math.Min(size, rest.Length)..];
        }

        return false;
    }

    // "ff_byte": 255 more for each.
    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, out int number)
    {
        number = 0;
        while (!rest.IsEmpty)
        {
            var last = rest[0];
            number += last;
            rest = rest[1..];
            if (last != 0xFF)
            {
                return true;
            }
        }

        return false;
    }
}
