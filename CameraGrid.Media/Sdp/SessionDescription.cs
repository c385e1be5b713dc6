namespace CameraGrid.Media.Sdp;

/// <summary>A session description (RFC 8866), as far as RTSP and WebRTC use it.</summary>
public sealed record SessionDescription
{
    /// <summary>The <c>o=</c> line without its letter: user, session id, version, network type, address type, address.</summary>
    public required string Origin { get; init; }

    /// <summary>The <c>s=</c> line.</summary>
    public required string Name { get; init; }

    /// <summary>The session's <c>c=</c> line without its letter, or null.</summary>
    public string? Connection { get; init; }

    /// <summary>The session's attributes, in their order.</summary>
    public IReadOnlyList<SdpAttributeLine> Attributes { get; init; } = [];

    /// <summary>The media sections, in their order.</summary>
    public IReadOnlyList<SdpMedia> Media { get; init; } = [];

    /// <summary>The value of the session's first attribute of this name, or null.</summary>
    public string? Attribute(string name) => Attributes.FirstOrDefault(attribute => attribute.Name == name)?.Value;

    /// <summary>Reads a description. Lines of types that neither RTSP nor WebRTC needs are passed over.</summary>
    /// <exception cref="MediaFormatException">The text is no session description, or is larger than 64 KiB.</exception>
    public static SessionDescription Parse(string text) => SdpParser.Parse(text);

    /// <summary>The description as it goes over the wire, with CRLF line ends.</summary>
    public override string ToString() => SdpWriter.Write(this);
}
