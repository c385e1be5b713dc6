namespace CameraGrid.Cameras;

/// <summary>A transcoder that is alive.</summary>
/// <param name="Id">Unique among the nodes.</param>
/// <param name="Address">Where it answers HTTP.</param>
/// <param name="IsDraining">It is about to stop: others are to take its streams, and it takes none.</param>
public sealed record TranscoderNode(string Id, Uri Address, bool IsDraining = false);
