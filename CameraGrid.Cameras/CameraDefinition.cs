namespace CameraGrid.Cameras;

/// <summary>One camera as it was configured.</summary>
/// <param name="Id">Unique, <c>[a-z0-9-]+</c>; stands in routes and store keys.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Main">The full picture.</param>
/// <param name="Sub">The small picture, where the camera has one.</param>
/// <param name="Enabled">False: it is shown as switched off and never connected to.</param>
public sealed record CameraDefinition(
    string Id,
    string Name,
    StreamSource Main,
    StreamSource? Sub,
    bool Enabled = true
);
