using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Media.Stun;

/// <summary>The answer to a binding request (RFC 8489, 6.3.1.1).</summary>
/// <code>header | XOR-MAPPED-ADDRESS | MESSAGE-INTEGRITY | FINGERPRINT</code>
public static class StunBindingResponse
{
    /// <summary>Bytes of the answer to an IPv6 peer; that to an IPv4 peer has twelve less.</summary>
    public const int LargestSize =
        StunMessage.HeaderSize + 24 + StunMessage.IntegritySize + StunMessage.FingerprintSize;

    /// <summary>Writes the answer.</summary>
    /// <param name="destination">At least <see cref="LargestSize"/> bytes.</param>
    /// <param name="transactionId">The request's.</param>
    /// <param name="mapped">Where the request came from.</param>
    /// <param name="password">The key of the integrity.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(
        Span<byte> destination,
        ReadOnlySpan<byte> transactionId,
        IPEndPoint mapped,
        ReadOnlySpan<byte> password
    )
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, StunMessage.BindingSuccess);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], StunMessage.Cookie);
        transactionId.CopyTo(destination[8..]);
        var size = StunMessage.HeaderSize;
        size += WriteMappedAddress(destination[size..], destination.Slice(4, 16), mapped);

        WriteAttribute(destination[size..], StunAttribute.MessageIntegrity, StunMessage.IntegritySize);
        StunIntegrity.Compute(destination[..size], password, destination[(size + 4)..]);
        size += StunMessage.IntegritySize;

        WriteAttribute(destination[size..], StunAttribute.Fingerprint, StunMessage.FingerprintSize);
        var end = size + StunMessage.FingerprintSize;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(end - StunMessage.HeaderSize));
        BinaryPrimitives.WriteUInt32BigEndian(destination[(size + 4)..], StunFingerprint.Compute(destination[..size]));
        return end;
    }

    // "XOR'ing it with the most significant 16 bits of the magic cookie"; an address with the cookie, and one of IPv6 with
    // "the concatenation of the magic cookie and the 96-bit transaction ID" (14.2).
    private static int WriteMappedAddress(Span<byte> destination, ReadOnlySpan<byte> mask, IPEndPoint mapped)
    {
        var address = mapped.Address.IsIPv4MappedToIPv6 ? mapped.Address.MapToIPv4() : mapped.Address;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        var length = isIPv4 ? 4 : 16;
        WriteAttribute(destination, StunAttribute.XorMappedAddress, 8 + length);
        destination[4] = 0;
        destination[5] = (byte)(isIPv4 ? 1 : 2);
        BinaryPrimitives.WriteUInt16BigEndian(
            destination[6..],
            (ushort)(mapped.Port ^ BinaryPrimitives.ReadUInt16BigEndian(mask))
        );
        address.TryWriteBytes(destination[8..], out _);
        for (var i = 0; i < length; i++)
        {
            destination[8 + i] ^= mask[i];
        }

        return 8 + length;
    }

    private static void WriteAttribute(Span<byte> destination, StunAttribute type, int size)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)(size - 4));
    }
}
