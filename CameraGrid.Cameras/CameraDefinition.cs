namespace CameraGrid.Cameras;

/// <summary>Where a camera is written down.</summary>
public enum CameraOrigin
{
    /// <summary>Keys <c>CAMERA_n_*</c>: the <c>.env</c> file, the environment or the command line.</summary>
    Keys,

    /// <summary>The JSON file that <c>CAMERAS_FILE</c> names.</summary>
    File,

    /// <summary>The camera page: the store.</summary>
    Page,

    /// <summary>Nowhere: one of the demo's, which make way for the first real one.</summary>
    Demo,
}

/// <summary>One camera as it was configured.</summary>
/// <param name="Id">Unique, <c>[a-z0-9-]+</c>; stands in routes and store keys.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Main">The full picture.</param>
/// <param name="Sub">The small picture, where the camera has one.</param>
/// <param name="Enabled">False: it is shown as switched off and never connected to.</param>
public sealed record CameraDefinition(string Id, string Name, StreamSource Main, StreamSource? Sub, bool Enabled = true)
{
    /// <summary>Where it is written down, and with that, where it can be changed.</summary>
    public CameraOrigin Origin { get; init; }
}
