using CameraGrid.Media.H264;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

/// <summary>An RTP payload as FFmpeg hands it on, without its parser.</summary>
internal sealed record SentPacket(long Pts, byte[] Payload);

/// <summary>
/// A camera's packets of H.264, in the form in which FFmpeg hands them on (RFC 6184): a NAL unit behind a start code, or, of
/// one that does not fit, one piece after the other; each a tick later than the one before.
/// </summary>
internal sealed class SentPackets(int most)
{
    public const long Interval = 3600;

    private long _next;

    /// <summary>The packets of one picture.</summary>
    /// <param name="nals">Without start codes.</param>
    public IReadOnlyList<SentPacket> Picture(params byte[][] nals)
    {
        var pts = _next;
        _next += Interval;
        return [.. nals.SelectMany(Pieces).Select(payload => new SentPacket(pts++, payload))];
    }

    /// <summary>A slice of so many bytes. The content does not matter, but for the first byte of its header.</summary>
    public static byte[] Slice(int length, bool isFirst = true, H264NalType type = H264NalType.NonIdrSlice)
    {
        var slice = new byte[length];
        Array.Fill(slice, (byte)0x55);
        (slice[0], slice[1]) = ((byte)(0x60 | (int)type), isFirst ? (byte)0xE0 : (byte)0x40);
        return slice;
    }

    private IEnumerable<byte[]> Pieces(byte[] nal) =>
        nal.Chunk(most).Select((piece, index) => index == 0 ? [0, 0, 0, 1, .. piece] : piece);
}
