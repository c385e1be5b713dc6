namespace CameraGrid.Cameras;

/// <summary>A camera as it was typed into the camera page, not yet checked.</summary>
/// <param name="Name">What its tile is called; without one, its id.</param>
/// <param name="Url">
/// The main stream, rtsp:// or rtsps://. One that is shown with *** in it may be sent back so, and stays what it is.
/// </param>
/// <param name="SubUrl">A small stream for the grid, likewise; null where the camera has none.</param>
/// <param name="Username">Null keeps the one before, as long as nothing else is typed; empty: none, and no password.</param>
/// <param name="Password">
/// Null keeps the one before, as long as the addresses lead to the same servers: to another, it must be typed again.
/// </param>
/// <param name="Transport">"tcp" or "udp"; null is "tcp".</param>
/// <param name="Enabled">False: shown as switched off, and not connected to. Null is true.</param>
public sealed record CameraSettings(
    string? Name,
    string? Url,
    string? SubUrl,
    string? Username,
    string? Password,
    string? Transport,
    bool? Enabled
)
{
    /// <summary>The name only: no address and no password for a log.</summary>
    public override string ToString() => Name ?? "";
}
