using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CameraGrid.Media.Srtp;

/// <summary>HMAC-SHA1, of which the first 80 bits count (RFC 3711, 4.2.1). Allocates nothing per packet. Not thread-safe.</summary>
internal sealed class SrtpAuthentication : IDisposable
{
    public const int KeySize = 20;
    public const int TagSize = 10;

    private readonly IncrementalHash _hash;

    [SuppressMessage("Security", "CA5350", Justification = "RFC 3711, 4.2.1 says HMAC-SHA1.")]
    public SrtpAuthentication(byte[] key) => _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);

    /// <param name="authenticated">The packet's authenticated portion.</param>
    /// <param name="rest">What counts as following it: the rollover counter of an RTP packet.</param>
    /// <param name="tag">Gets <see cref="TagSize"/> bytes.</param>
    public void Write(ReadOnlySpan<byte> authenticated, ReadOnlySpan<byte> rest, Span<byte> tag)
    {
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        _hash.AppendData(authenticated);
        _hash.AppendData(rest);
        _hash.GetHashAndReset(hash);
        hash[..TagSize].CopyTo(tag);
    }

    public void Dispose() => _hash.Dispose();
}
