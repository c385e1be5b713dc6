namespace CameraGrid.Simulator.Rtsp;

/// <summary>How clients prove who they are.</summary>
internal enum AuthenticationScheme
{
    None,
    Basic,
    DigestMd5,
    DigestSha256,
}

internal static class AuthenticationSchemes
{
    public static bool TryParse(string text, out AuthenticationScheme scheme)
    {
        (var known, scheme) = text.ToUpperInvariant() switch
        {
            "NONE" => (true, AuthenticationScheme.None),
            "BASIC" => (true, AuthenticationScheme.Basic),
            "DIGEST-MD5" => (true, AuthenticationScheme.DigestMd5),
            "DIGEST-SHA256" => (true, AuthenticationScheme.DigestSha256),
            _ => (false, AuthenticationScheme.None),
        };
        return known;
    }
}
