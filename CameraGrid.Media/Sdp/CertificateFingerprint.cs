using System.Security.Cryptography;

namespace CameraGrid.Media.Sdp;

/// <summary>The hash of a certificate, by which two sides of a session know each other (RFC 8122, 5).</summary>
/// <param name="Algorithm">As in <c>sha-256</c>; lower case.</param>
/// <param name="Hash">Its bytes.</param>
public sealed record CertificateFingerprint(string Algorithm, byte[] Hash)
{
    /// <summary>Reads the value of <c>a=fingerprint</c>.</summary>
    /// <exception cref="MediaFormatException">Malformed, or of an algorithm that is not taken.</exception>
    public static CertificateFingerprint Parse(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var algorithm = words.Length == 2 ? words[0].ToLowerInvariant() : "";
        try
        {
            var hash =
                words.Length == 2 ? Convert.FromHexString(words[1].Replace(":", "", StringComparison.Ordinal)) : [];
            return hash.Length > 0 && hash.Length == HashOf(algorithm, [])?.Length
                ? new CertificateFingerprint(algorithm, hash)
                : throw new MediaFormatException("a=fingerprint must be sha-256, sha-384 or sha-512 and their hash.");
        }
        catch (FormatException)
        {
            throw new MediaFormatException("a=fingerprint is no hash in hexadecimal.");
        }
    }

    /// <summary>The SHA-256 fingerprint of a certificate.</summary>
    /// <param name="certificate">DER.</param>
    public static CertificateFingerprint Of(ReadOnlySpan<byte> certificate) =>
        new("sha-256", SHA256.HashData(certificate));

    /// <summary>Whether a certificate is the one meant.</summary>
    /// <param name="certificate">DER.</param>
    public bool IsOf(ReadOnlySpan<byte> certificate) =>
        CryptographicOperations.FixedTimeEquals(HashOf(Algorithm, certificate) ?? [], Hash) && Hash.Length > 0;

    /// <summary>The value of <c>a=fingerprint</c>.</summary>
    public override string ToString() =>
        $"{Algorithm} {string.Join(':', Hash.Select(part => part.ToString("X2", null)))}";

    // MD5 is forbidden (5), and SHA-1 is none to trust any more.
    private static byte[]? HashOf(string algorithm, ReadOnlySpan<byte> certificate) =>
        algorithm switch
        {
            "sha-256" => SHA256.HashData(certificate),
            "sha-384" => SHA384.HashData(certificate),
            "sha-512" => SHA512.HashData(certificate),
            _ => null,
        };
}
