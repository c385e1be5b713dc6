using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CameraGrid.Media.Stun;

/// <summary>A STUN binding request or indication (RFC 8489, 5), as ICE sends them (RFC 8445, 7.1).</summary>
/// <code>
/// |0 0|     STUN Message Type     |         Message Length        |
/// |                         Magic Cookie                          |
/// |                     Transaction ID (96 bits)                  |
/// | attributes: type (16) | length (16) | value, padded to 32 bits …
/// </code>
/// <remarks>Reads within the caller's bytes and keeps them.</remarks>
public readonly ref struct StunMessage
{
    /// <summary>Bytes before the attributes.</summary>
    public const int HeaderSize = 20;

    /// <summary>No check of ICE is longer; larger datagrams are not looked at.</summary>
    public const int LargestSize = 1280;

    internal const ushort BindingRequest = 0x0001;
    internal const ushort BindingSuccess = 0x0101;
    internal const uint Cookie = 0x2112A442;
    internal const int IntegritySize = 24;
    internal const int FingerprintSize = 8;

    private readonly ReadOnlySpan<byte> _datagram;
    private readonly int _integrityAt;

    private StunMessage(ReadOnlySpan<byte> datagram, ReadOnlySpan<byte> username, int integrityAt, bool nominates)
    {
        _datagram = datagram;
        _integrityAt = integrityAt;
        Username = username;
        Nominates = nominates;
    }

    /// <summary>The 96 bits that the answer repeats.</summary>
    public ReadOnlySpan<byte> TransactionId => _datagram.Slice(8, 12);

    /// <summary>The receiver's user name fragment, a colon, and the sender's (RFC 8445, 7.2.2).</summary>
    public ReadOnlySpan<byte> Username { get; }

    /// <summary>The controlling side has chosen this path (USE-CANDIDATE).</summary>
    public bool Nominates { get; }

    /// <summary>
    /// Reads a binding request that has a user name, an integrity and, where one is there, a fingerprint that holds. Whether
    /// the integrity holds is for <see cref="IsAuthentic"/> to say.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (
            datagram.Length is < HeaderSize or > LargestSize
            || BinaryPrimitives.ReadUInt16BigEndian(datagram) != BindingRequest
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderSize
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) != Cookie
        )
        {
            return false;
        }

        ReadOnlySpan<byte> username = default;
        var integrityAt = 0;
        var nominates = false;
        for (var at = HeaderSize; at < datagram.Length; )
        {
            if (!TryReadAttribute(datagram, at, out var type, out var value))
            {
                return false;
            }

            switch (type)
            {
                case StunAttribute.Fingerprint:
                    // "The FINGERPRINT attribute MUST be the last attribute in the message" (14.7).
                    if (at + FingerprintSize != datagram.Length || !StunFingerprint.Holds(datagram))
                    {
                        return false;
                    }

                    break;
                // "With the exception of the … FINGERPRINT attributes, … agents MUST ignore all other attributes that
                // follow MESSAGE-INTEGRITY" (14.5).
                case not StunAttribute.Fingerprint when integrityAt > 0:
                    break;
                case StunAttribute.Username:
                    username = value;
                    break;
                case StunAttribute.UseCandidate:
                    nominates = true;
                    break;
                case StunAttribute.MessageIntegrity when value.Length == HMACSHA1.HashSizeInBytes:
                    integrityAt = at;
                    break;
            }

            at += 4 + ((value.Length + 3) & ~3);
        }

        message = new StunMessage(datagram, username, integrityAt, nominates);
        return !username.IsEmpty && integrityAt > 0;
    }

    /// <summary>Whether the sender knows the password (short-term credential, 9.1: the key is the password itself).</summary>
    public bool IsAuthentic(ReadOnlySpan<byte> password)
    {
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        StunIntegrity.Compute(_datagram[.._integrityAt], password, hash);
        return CryptographicOperations.FixedTimeEquals(hash, _datagram.Slice(_integrityAt + 4, hash.Length));
    }

    private static bool TryReadAttribute(
        ReadOnlySpan<byte> datagram,
        int at,
        out StunAttribute type,
        out ReadOnlySpan<byte> value
    )
    {
        type = default;
        value = default;
        if (datagram.Length - at < 4)
        {
            return false;
        }

        type = (StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(datagram[at..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[(at + 2)..]);
        if (datagram.Length - at - 4 < ((length + 3) & ~3))
        {
            return false;
        }

        value = datagram.Slice(at + 4, length);
        return true;
    }
}
