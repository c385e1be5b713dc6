namespace CameraGrid.Simulator.Rtsp;

/// <summary>A request (RFC 2326, 6). Header names are compared without case.</summary>
internal sealed record RtspRequest(
    string Method,
    string Uri,
    string Version,
    IReadOnlyDictionary<string, string> Headers
)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The path of the address, without query and trailing slash; empty for <c>*</c> and what is no address.</summary>
    public string Path =>
        System.Uri.TryCreate(Uri, UriKind.Absolute, out var uri) && uri.Scheme is "rtsp" or "rtspu"
            ? uri.AbsolutePath.TrimEnd('/')
            : "";
}
