using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>Asks clients for a user and a password, each path as it is configured.</summary>
internal sealed class RtspAuthentication(IOptions<SimulatorOptions> options, TimeProvider time)
{
    private const string Realm = "Camera";
    private readonly DigestNonces _nonces = new(time);

    /// <summary>Looks at a request's Authorization header.</summary>
    /// <returns>Null when it may pass, else the response that asks for credentials.</returns>
    public RtspResponse? Check(RtspRequest request)
    {
        var (scheme, username, password) = RuleOf(request.Path);
        if (scheme == AuthenticationScheme.None)
        {
            return null;
        }

        var header = request.Header("Authorization") ?? "";
        if (scheme == AuthenticationScheme.Basic)
        {
            return IsBasic(header, username, password) ? null : Challenge(scheme, isStale: false);
        }

        var sha256 = scheme == AuthenticationScheme.DigestSha256;
        var verdict = CheckDigest(header, request, sha256, username, password);
        if (verdict == DigestNonces.Verdict.Valid)
        {
            return null;
        }

        return Challenge(scheme, verdict == DigestNonces.Verdict.Stale);
    }

    /// <summary>Asks for credentials, whatever the request had; by Basic where the path needs none.</summary>
    public RtspResponse Challenge(string path) => Challenge(RuleOf(path).Scheme, isStale: false);

    private RtspResponse Challenge(AuthenticationScheme scheme, bool isStale)
    {
        var algorithm = scheme == AuthenticationScheme.DigestSha256 ? "SHA-256" : "MD5";
        var stale = isStale ? ", stale=true" : "";
        var value = scheme is AuthenticationScheme.None or AuthenticationScheme.Basic
            ? $"Basic realm=\"{Realm}\""
            : $"Digest realm=\"{Realm}\", nonce=\"{_nonces.Issue()}\", algorithm={algorithm}, qop=\"auth\"{stale}";
        return new RtspResponse(RtspStatus.Unauthorized).With("WWW-Authenticate", value);
    }

    private (AuthenticationScheme Scheme, string Username, string Password) RuleOf(string path)
    {
        var rule = options
            .Value.Protected.Where(rule => IsBelow(path, rule.Prefix.TrimEnd('/')))
            .MaxBy(rule => rule.Prefix.Length);
        var (name, username, password) = rule is null
            ? (options.Value.Authentication, options.Value.Username, options.Value.Password)
            : (rule.Authentication, rule.Username, rule.Password);
        return AuthenticationSchemes.TryParse(name, out var scheme)
            ? (scheme, username, password)
            : throw new InvalidOperationException("The options were not validated.");
    }

    private static bool IsBelow(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal)
        && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private static bool IsBasic(string header, string username, string password)
    {
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) && Same(header[6..].Trim(), expected);
    }

    private DigestNonces.Verdict CheckDigest(
        string header,
        RtspRequest request,
        bool sha256,
        string username,
        string password
    )
    {
        if (!header.StartsWith("Digest ", StringComparison.OrdinalIgnoreCase))
        {
            return DigestNonces.Verdict.Forged;
        }

        var given = AuthorizationParameters.Parse(header[7..]);
        var nonce = given.GetValueOrDefault("nonce", "");
        var uri = given.GetValueOrDefault("uri", "");
        // "If the algorithm parameter is not present, it is assumed to be MD5" (RFC 7616, 3.3).
        var algorithm = given.GetValueOrDefault("algorithm", "MD5");
        if (
            !algorithm.Equals(sha256 ? "SHA-256" : "MD5", StringComparison.OrdinalIgnoreCase)
            || given.GetValueOrDefault("username") != username
            || given.GetValueOrDefault("realm") != Realm
            // "The server MUST assure that the resource designated by uri is the same as that of the request" (3.4.6).
            || uri != request.Uri
        )
        {
            return DigestNonces.Verdict.Forged;
        }

        (string, string)? protection = given.GetValueOrDefault("qop") is "auth"
            ? (given.GetValueOrDefault("nc", ""), given.GetValueOrDefault("cnonce", ""))
            : null;
        var expected = DigestResponse.Compute(
            sha256,
            username,
            Realm,
            password,
            request.Method,
            uri,
            nonce,
            protection
        );
        return Same(given.GetValueOrDefault("response", ""), expected)
            ? _nonces.Check(nonce)
            : DigestNonces.Verdict.Forged;
    }

    private static bool Same(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
}
