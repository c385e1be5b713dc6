using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>One packet of a compound packet.</summary>
/// <param name="type">The packet type, PT.</param>
/// <param name="count">The five bits of the first byte: report count, or the format of feedback.</param>
/// <param name="body">What follows the first eight bytes, which end with the sender's identifier.</param>
public readonly ref struct RtcpPart(byte type, int count, ReadOnlySpan<byte> body)
{
    /// <summary>PT.</summary>
    public byte Type { get; } = type;

    /// <summary>RC or FMT.</summary>
    public int Count { get; } = count;

    /// <summary>Padding included.</summary>
    public ReadOnlySpan<byte> Body { get; } = body;

    /// <summary>"Picture Loss Indication": PT 206, FMT 1 (RFC 4585, 6.3.1).</summary>
    public bool IsPictureLoss => Type == RtcpPacket.PayloadFeedback && Count == 1;
}

/// <summary>
/// Takes a compound packet apart (RFC 3550, 6.1; RFC 5506 allows any packet to stand first). Ends where a packet is damaged.
/// </summary>
/// <code>|V=2|P| RC or FMT |   PT   | length in words, less one | SSRC of sender | body …</code>
public ref struct RtcpReader(ReadOnlySpan<byte> compound)
{
    private const int HeadSize = 8;
    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>The next packet that has a sender; false at the end.</summary>
    public bool TryRead(out RtcpPart part)
    {
        part = default;
        if (_rest.Length < HeadSize || _rest[0] >> 6 != 2)
        {
            return false;
        }

        var size = 4 * (BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]) + 1);
        if (size < HeadSize || size > _rest.Length)
        {
            return false;
        }

        part = new RtcpPart(_rest[1], _rest[0] & 0x1F, _rest[HeadSize..size]);
        _rest = _rest[size..];
        return true;
    }
}
