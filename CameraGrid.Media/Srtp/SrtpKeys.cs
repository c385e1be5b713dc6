using System.Security.Cryptography;

namespace CameraGrid.Media.Srtp;

/// <summary>Master key and salt of one direction (RFC 3711, 3.2.1), of the profile AES_CM_128_HMAC_SHA1_80.</summary>
/// <param name="Key">16 bytes.</param>
/// <param name="Salt">14 bytes.</param>
public sealed record SrtpKeys(byte[] Key, byte[] Salt)
{
    /// <summary>Bytes of a master key.</summary>
    public const int KeySize = 16;

    /// <summary>Bytes of a master salt.</summary>
    public const int SaltSize = 14;

    /// <summary>What DTLS has to export, in bytes (RFC 5764, 4.2).</summary>
    public const int ExportedSize = 2 * (KeySize + SaltSize);

    /// <summary>
    /// Takes exported keying material apart: client key, server key, client salt, server salt (RFC 5764, 4.2).
    /// </summary>
    public static (SrtpKeys Client, SrtpKeys Server) FromExported(ReadOnlySpan<byte> exported)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(exported.Length, ExportedSize);
        var salts = exported[(2 * KeySize)..];
        return (
            new(exported[..KeySize].ToArray(), salts[..SaltSize].ToArray()),
            new(exported[KeySize..(2 * KeySize)].ToArray(), salts[SaltSize..].ToArray())
        );
    }

    /// <summary>
    /// A session key (RFC 3711, 4.3.1, at a key derivation rate of 0): AES in counter mode under the master key, from the
    /// master salt with the label at its eighth byte.
    /// </summary>
    internal void Derive(SrtpLabel label, Span<byte> derived)
    {
        Span<byte> block = stackalloc byte[16];
        Salt.CopyTo(block);
        block[7] ^= (byte)label;
        Span<byte> stream = stackalloc byte[32];
        using var aes = Aes.Create();
        aes.Key = Key;
        for (var count = 0; count < stream.Length / 16; count++)
        {
            block[15] = (byte)count;
            aes.EncryptEcb(block, stream[(16 * count)..], PaddingMode.None);
        }

        stream[..derived.Length].CopyTo(derived);
    }
}
