namespace CameraGrid.Media.Sdp;

/// <summary>One <c>a=</c> line (RFC 8866, 5.13): a property (<c>a=recvonly</c>) has no value.</summary>
public sealed record SdpAttributeLine(string Name, string? Value = null);
