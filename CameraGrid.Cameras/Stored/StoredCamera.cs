namespace CameraGrid.Cameras;

/// <summary>A camera of the camera page.</summary>
/// <param name="Id">As of <see cref="CameraDefinition.Id"/>.</param>
/// <param name="Record">What the store has of it; null where it cannot be read.</param>
/// <param name="Camera">Null where it cannot be used.</param>
/// <param name="Error">Why not, and what to do; null where it can.</param>
public sealed record StoredCamera(string Id, CameraRecord? Record, CameraDefinition? Camera, string? Error);

/// <summary>The cameras of the camera page as last read: they stay while the store is away.</summary>
public sealed class StoredCameras
{
    private volatile IReadOnlyList<StoredCamera> _all = [];

    /// <summary>In their order, those that cannot be used too.</summary>
    public IReadOnlyList<StoredCamera> All => _all;

    internal void Take(IReadOnlyList<StoredCamera> all) => _all = all;
}
