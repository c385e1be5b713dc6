using System.Buffers;

namespace CameraGrid.Cameras.Configuration;

/// <summary>An RTSP address with its user info split off and decoded.</summary>
internal sealed record RtspAddress(Uri Url, string? Username, string? Password)
{
    // An address goes into an ffconcat script, where these end or escape a word.
    private static readonly SearchValues<char> Refused = SearchValues.Create("'\"`\\<>|{}^");

    /// <summary>Reads an address; the error says what is wrong without repeating any of it.</summary>
    public static RtspAddress? Parse(string text, out string? error)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var name = scheme < 0 ? "" : text[..scheme].ToLowerInvariant();
        if (name is not ("rtsp" or "rtsps"))
        {
            error = "only rtsp:// and rtsps:// addresses are accepted.";
            return null;
        }

        if (text.AsSpan().ContainsAny(Refused) || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            error =
                "holds a quote, backslash, white space, control or other character that an address may not hold; percent-encode it.";
            return null;
        }

        var start = scheme + "://".Length;
        var pathStart = text.IndexOfAny(['/', '?', '#'], start);
        var authority = pathStart < 0 ? text[start..] : text[start..pathStart];
        var path = pathStart < 0 ? "" : text[pathStart..];
        var at = authority.LastIndexOf('@');
        var host = authority[(at + 1)..];
        if (host.Length == 0 || host[0] == ':')
        {
            error = "has no host.";
            return null;
        }

        if (
            !Uri.TryCreate($"{name}://{host}{path}", UriKind.Absolute, out var url)
            || Uri.CheckHostName(url.IdnHost) is UriHostNameType.Unknown
            || url.UserInfo.Length > 0
            || url.Port == 0
        )
        {
            error = path.Contains('@', StringComparison.Ordinal)
                ? "is not an address; percent-encode special characters of the password, or give it by its own key."
                : "is not an address: expected rtsp://host[:port]/path.";
            return null;
        }

        var (username, password) = at < 0 ? (null, null) : SplitUserInfo(authority[..at]);
        if ($"{username}{password}".Any(char.IsControl))
        {
            error = "has a control character in its user or password.";
            return null;
        }

        error = null;
        return new RtspAddress(url, username, password);
    }

    private static (string? Username, string? Password) SplitUserInfo(string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (Uri.UnescapeDataString(userInfo), null)
            : (Uri.UnescapeDataString(userInfo[..colon]), Uri.UnescapeDataString(userInfo[(colon + 1)..]));
    }
}
