using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>The hash a client proves its password with (RFC 7616, 3.4.1; without qop as in RFC 2069, 2.1.2).</summary>
internal static class DigestResponse
{
    /// <param name="sha256">SHA-256, else MD5.</param>
    /// <param name="username">The user.</param>
    /// <param name="realm">The server's realm.</param>
    /// <param name="password">The password.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="uri">The address as the client writes it into its header.</param>
    /// <param name="nonce">The server's nonce.</param>
    /// <param name="protection">Quality of protection: count, client nonce and <c>auth</c>; null without.</param>
    public static string Compute(
        bool sha256,
        string username,
        string realm,
        string password,
        string method,
        string uri,
        string nonce,
        (string Count, string ClientNonce)? protection
    )
    {
        var secret = Hash(sha256, $"{username}:{realm}:{password}");
        var request = Hash(sha256, $"{method}:{uri}");
        return protection is { } qop
            ? Hash(sha256, $"{secret}:{nonce}:{qop.Count}:{qop.ClientNonce}:auth:{request}")
            : Hash(sha256, $"{secret}:{nonce}:{request}");
    }

    [SuppressMessage("Security", "CA5351", Justification = "RTSP cameras speak Digest with MD5.")]
    private static string Hash(bool sha256, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(sha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
