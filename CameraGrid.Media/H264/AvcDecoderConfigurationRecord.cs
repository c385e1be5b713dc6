using System.Buffers.Binary;

namespace CameraGrid.Media.H264;

/// <summary>
/// AVCDecoderConfigurationRecord, ISO/IEC 14496-15 5.3.3.1.
/// <code>
/// configurationVersion = 1 u8 | profile u8 | compatibility u8 | level u8 | 111111 lengthSizeMinusOne u2
/// | 111 count u5 | (length u16, SPS)* | count u8 | (length u16, PPS)*
/// | higher profiles: 111111 chroma_format u2 | 11111 bit_depth_luma_minus8 u3 | 11111 bit_depth_chroma_minus8 u3
///   | number of SPS extensions u8
/// </code>
/// </summary>
internal static class AvcDecoderConfigurationRecord
{
    private const int Version = 1;
    private const int HeaderSize = 6;
    private const int MaxSps = 31;

    public static byte[] Write(AvcConfiguration configuration)
    {
        H264Sps sps = configuration.Parsed;
        bool hasExtension = H264ChromaFormat.IsSaidBy(sps.ProfileIdc);
        int spsCount = Math.Min(configuration.Sps.Count, MaxSps);
        int size = HeaderSize + 1 + (hasExtension ? 4 : 0);
        size += configuration.Sps.Take(spsCount).Sum(nal => 2 + nal.Length);
        size += configuration.Pps.Sum(nal => 2 + nal.Length);

        byte[] record = new byte[size];
        record[0] = Version;
        record[1] = (byte)sps.ProfileIdc;
        record[2] = (byte)sps.ConstraintFlags;
        record[3] = (byte)sps.LevelIdc;
        record[4] = 0b1111_1100 | 3;
        record[5] = (byte)(0b1110_0000 | spsCount);
        Span<byte> rest = record.AsSpan(HeaderSize);
        foreach (byte[] nal in configuration.Sps.Take(spsCount))
        {
            rest = WriteSet(rest, nal);
        }

        rest[0] = (byte)configuration.Pps.Count;
        rest = rest[1..];
        foreach (byte[] nal in configuration.Pps)
        {
            rest = WriteSet(rest, nal);
        }

        if (hasExtension)
        {
            rest[0] = (byte)(0b1111_1100 | sps.ChromaFormatIdc);
            rest[1] = (byte)(0b1111_1000 | (sps.BitDepthLuma - 8));
            rest[2] = (byte)(0b1111_1000 | (sps.BitDepthChroma - 8));
        }

        return record;
    }

    private static Span<byte> WriteSet(Span<byte> destination, byte[] nal)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)nal.Length);
        nal.CopyTo(destination[2..]);
        return destination[(2 + nal.Length)..];
    }
}
