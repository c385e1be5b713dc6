namespace CameraGrid.Cameras;

/// <summary>How RTP travels from the camera.</summary>
public enum RtspTransport
{
    /// <summary>Interleaved in the RTSP connection: no loss. The default.</summary>
    Tcp,

    /// <summary>Its own datagrams: by choice, for cameras that need it.</summary>
    Udp,
}

/// <summary>Where a stream comes from. Its text never shows the user or the password.</summary>
/// <param name="Url">
/// <c>rtsp://</c> or <c>rtsps://</c>, without user info; free of quotes, backslashes, white space and control characters.
/// </param>
/// <param name="Username">As the camera knows it, not percent-encoded; null where the camera asks for none.</param>
/// <param name="Password">As the camera knows it, not percent-encoded; null where there is none.</param>
/// <param name="Transport">How RTP travels.</param>
public sealed record StreamSource(Uri Url, string? Username, string? Password, RtspTransport Transport)
{
    /// <summary>The server that the address leads to, and user and password with it: as in <c>rtsp://yard:554</c>.</summary>
    internal string Server => $"{Url.Scheme}://{Url.IdnHost}:{(Url.Port > 0 ? Url.Port : DefaultPort)}";

    // RFC 7826, 4.2: those of the two schemes.
    private int DefaultPort => Url.Scheme == "rtsps" ? 322 : 554;

    /// <summary>The address, with whatever looks like a secret in its path or query taken out.</summary>
    public override string ToString() => Redactor.RedactPatterns(Url.AbsoluteUri);
}
