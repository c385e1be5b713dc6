using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>Nonces that need no memory: each is its time of issue, sealed with a key of this process (RFC 7616, 3.3).</summary>
internal sealed class DigestNonces(TimeProvider time)
{
    private const int TimeSize = 8;
    private const int SealSize = 16;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public enum Verdict
    {
        Valid,
        Stale,
        Forged,
    }

    public string Issue()
    {
        Span<byte> nonce = stackalloc byte[TimeSize + SealSize];
        BinaryPrimitives.WriteInt64BigEndian(nonce, time.GetUtcNow().Ticks);
        Seal(nonce[..TimeSize], nonce[TimeSize..]);
        return Convert.ToHexStringLower(nonce);
    }

    public Verdict Check(string nonce)
    {
        Span<byte> bytes = stackalloc byte[TimeSize + SealSize];
        Span<byte> seal = stackalloc byte[SealSize];
        if (
            nonce.Length != 2 * bytes.Length
            || Convert.FromHexString(nonce, bytes, out _, out _) != System.Buffers.OperationStatus.Done
        )
        {
            return Verdict.Forged;
        }

        Seal(bytes[..TimeSize], seal);
        if (!CryptographicOperations.FixedTimeEquals(seal, bytes[TimeSize..]))
        {
            return Verdict.Forged;
        }

        var age = time.GetUtcNow().Ticks - BinaryPrimitives.ReadInt64BigEndian(bytes);
        return age > Lifetime.Ticks ? Verdict.Stale : Verdict.Valid;
    }

    private void Seal(ReadOnlySpan<byte> issued, Span<byte> seal)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, issued, full);
        full[..SealSize].CopyTo(seal);
    }
}
