using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CameraGrid.Media.Stun;

/// <summary>MESSAGE-INTEGRITY (RFC 8489, 14.5).</summary>
internal static class StunIntegrity
{
    /// <summary>
    /// The hash over a message up to the attribute. "The length … MUST … point to the end of … the MESSAGE-INTEGRITY
    /// attribute", whatever follows it.
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 8489, 14.5 says HMAC-SHA1.")]
    public static void Compute(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key, Span<byte> hash)
    {
        Span<byte> copy = stackalloc byte[before.Length];
        before.CopyTo(copy);
        var length = before.Length + StunMessage.IntegritySize - StunMessage.HeaderSize;
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)length);
        HMACSHA1.HashData(key, copy, hash);
    }
}
