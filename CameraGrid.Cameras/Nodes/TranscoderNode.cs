namespace CameraGrid.Cameras;

/// <summary>A transcoder that is alive.</summary>
/// <param name="Id">Unique among the nodes.</param>
/// <param name="Address">Where it answers HTTP.</param>
public sealed record TranscoderNode(string Id, Uri Address);
