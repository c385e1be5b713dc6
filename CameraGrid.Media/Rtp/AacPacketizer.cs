using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>
/// Packs one AAC access unit in the AAC-hbr mode of RFC 3640 (3.3.6): sizelength=13, indexlength=3, indexdeltalength=3.
/// An access unit larger than a packet is fragmented (3.2.3).
/// </summary>
public ref struct AacPacketizer(ReadOnlySpan<byte> accessUnit) : IRtpPayloads
{
    private const int HeaderSize = 4;
    private const int MaxAccessUnit = (1 << 13) - 1;
    private readonly ReadOnlySpan<byte> _accessUnit = accessUnit;
    private int _position;

    /// <inheritdoc />
    /// <exception cref="MediaFormatException">The access unit is larger than 8191 bytes, more than AAC-hbr can say.</exception>
    public bool TryWrite(Span<byte> destination, out int written, out bool isLast)
    {
        written = 0;
        isLast = false;
        if (_position >= _accessUnit.Length)
        {
            return false;
        }

        if (_accessUnit.Length > MaxAccessUnit)
        {
            throw new MediaFormatException($"An AAC access unit of {_accessUnit.Length} bytes is too large for RTP.");
        }

        //  | AU-headers-length in bits (16) = 16 | AU-size (13) | AU-Index (3) = 0 | access unit …
        // Of a fragment the AU-size "indicates the size of the entire AU and not the size of the fragment" (3.2.1.1).
        var size = Math.Min(_accessUnit.Length - _position, destination.Length - HeaderSize);
        BinaryPrimitives.WriteUInt16BigEndian(destination, 16);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(_accessUnit.Length << 3));
        _accessUnit.Slice(_position, size).CopyTo(destination[HeaderSize..]);
        _position += size;
        written = HeaderSize + size;
        isLast = _position == _accessUnit.Length;
        return true;
    }
}
