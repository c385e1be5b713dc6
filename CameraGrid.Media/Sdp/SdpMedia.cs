namespace CameraGrid.Media.Sdp;

/// <summary>One <c>m=</c> section of a session description (RFC 8866, 5.14).</summary>
/// <param name="Kind">What is sent: <c>video</c>, <c>audio</c>, <c>application</c> …</param>
/// <param name="Port">The port, 0 where RTSP negotiates it.</param>
/// <param name="Protocol">Such as <c>RTP/AVP</c>.</param>
/// <param name="Formats">For RTP the payload types.</param>
public sealed record SdpMedia(string Kind, int Port, string Protocol, IReadOnlyList<string> Formats)
{
    /// <summary>The <c>c=</c> line without its letter, or null.</summary>
    public string? Connection { get; init; }

    /// <summary>The attributes, in their order.</summary>
    public IReadOnlyList<SdpAttributeLine> Attributes { get; init; } = [];

    /// <summary>The value of the first attribute of this name, or null.</summary>
    public string? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;
}
