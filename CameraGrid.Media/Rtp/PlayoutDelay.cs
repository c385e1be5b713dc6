using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>
/// The header extension by which a sender tells a browser how long to hold pictures back
/// (http://www.webrtc.org/experiments/rtp-hdrext/playout-delay), as an extension of one-byte headers (RFC 8285, 4.2).
/// </summary>
/// <code>| 0xBEDE | length 1 | ID (4) | 3 bytes (4) | least delay (12) | most delay (12) |</code>
public static class PlayoutDelay
{
    /// <summary>What names it in a session description.</summary>
    public const string Uri = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay";

    /// <summary>The whole extension that asks for no delay at all.</summary>
    /// <param name="id">Its local identifier, 1 to 14.</param>
    public static byte[] None(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(IsPossible(id), true);
        var extension = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(extension, 0xBEDE);
        BinaryPrimitives.WriteUInt16BigEndian(extension.AsSpan(2), 1);
        extension[4] = (byte)((id << 4) | (3 - 1));
        return extension;
    }

    /// <summary>Whether one-byte headers can carry this identifier (RFC 8285, 4.2: "in the range 1-14 inclusive").</summary>
    public static bool IsPossible(int id) => id is >= 1 and <= 14;
}
