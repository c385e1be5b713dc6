using System.Buffers.Binary;
using CameraGrid.Media.Nut;

namespace CameraGrid.Tests.Media.Nut;

/// <summary>Writes NUT by hand, for what FFmpeg does not write: one video stream, time base 1/1000.</summary>
internal sealed class NutBuilder
{
    public const int ExplicitCode = 1;
    private const ulong Main = 0x4E4D_7A56_1F5F_04AD;
    private const ulong StreamHeader = 0x4E53_1140_5BF2_F9DB;
    private const ulong Syncpoint = 0x4E4B_E4AD_EECA_4569;

    private readonly List<byte> _bytes = [.. "nut/multimedia container\0"u8];

    public byte[] ToArray() => [.. _bytes];

    /// <summary>Main header, stream header and a syncpoint at 0. Frame code 1 has <see cref="NutFrameFlags.Coded"/> and
    /// nothing else, so that a frame's coded flags are its flags; all other codes are invalid.</summary>
    public NutBuilder Start(int decodeDelay = 0, int version = 3) =>
        MainHeader(version).StreamHeaders(decodeDelay).SyncpointAt(0);

    public NutBuilder MainHeader(int version = 3)
    {
        List<byte> body = [.. V((ulong)version), .. version > 3 ? V(1) : []];
        body.AddRange([.. V(1), .. V(65536), .. V(1), .. V(1), .. V(1000)]);
        body.AddRange([.. V(8192), .. V(6), .. V(0), .. V(1), .. V(0), .. V(0), .. V(0), .. V(1)]); // 0: invalid
        body.AddRange([.. V(4096), .. V(6), .. V(0), .. V(1), .. V(0), .. V(0), .. V(0), .. V(1)]); // 1: coded
        body.AddRange([.. V(8192), .. V(6), .. V(0), .. V(1), .. V(0), .. V(0), .. V(0), .. V(253)]); // all others
        body.AddRange([.. V(1), .. V(3), 0, 0, 1]); // one elision header
        return Packet(Main, [.. body]);
    }

    public NutBuilder StreamHeaders(int decodeDelay = 0) =>
        Packet(
            StreamHeader,
            [
                .. V(0),
                .. V(0),
                .. V(4),
                .. "H264"u8,
                .. V(0),
                .. V(7),
                .. V(1000),
                .. V((ulong)decodeDelay),
                .. V(0),
                .. V(0),
                .. V(320),
                .. V(240),
                .. V(0),
                .. V(0),
                .. V(0),
                .. "reserved bytes that a later version might use"u8,
            ]
        );

    public NutBuilder SyncpointAt(ulong pts) => Packet(Syncpoint, [.. V(pts), .. V(0)]);

    public NutBuilder Packet(ulong startcode, byte[] body)
    {
        byte[] header = [.. U64(startcode), .. V((ulong)body.Length + 4)];
        _bytes.AddRange(header);
        if (body.Length + 4 > 4096)
        {
            _bytes.AddRange(U32(NutChecksum.Append(0, header)));
        }

        _bytes.AddRange([.. body, .. U32(NutChecksum.Append(0, body))]);
        return this;
    }

    /// <summary>A frame with its pts coded in full.</summary>
    public NutBuilder Frame(ulong pts, NutFrameFlags flags, byte[] bytes) =>
        Frame(
            flags | NutFrameFlags.CodedPts | NutFrameFlags.SizeMsb,
            [.. V(pts + 128), .. V((ulong)bytes.Length)],
            bytes
        );

    /// <param name="fields">What the flags announce, without the checksum.</param>
    public NutBuilder Frame(NutFrameFlags flags, byte[] fields, byte[] bytes)
    {
        byte[] header = [ExplicitCode, .. V((ulong)flags), .. fields];
        _bytes.AddRange(header);
        if (flags.HasFlag(NutFrameFlags.Checksum))
        {
            _bytes.AddRange(U32(NutChecksum.Append(0, header)));
        }

        return Raw(bytes);
    }

    public NutBuilder Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public static byte[] V(ulong value)
    {
        List<byte> bytes = [(byte)(value & 0x7F)];
        while ((value >>= 7) != 0)
        {
            bytes.Insert(0, (byte)(0x80 | (value & 0x7F)));
        }

        return [.. bytes];
    }

    private static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
