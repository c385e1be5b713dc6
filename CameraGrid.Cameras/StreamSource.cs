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
    /// <summary>The address, with whatever looks like a secret in its path or query taken out.</summary>
    public override string ToString() => Redactor.RedactPatterns(Url.AbsoluteUri);
}
