using CameraGrid.Cameras;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.AppHost.Cameras;

/// <summary>Where the services find their cameras.</summary>
/// <param name="Settings">All that is configured, that of the <c>.env</c> file included.</param>
/// <param name="Configured">As they are configured now; none where the simulated ones stand in.</param>
/// <param name="Files">The keys that name the files with cameras, and the files' full paths.</param>
/// <param name="Simulator">The simulator, where no camera is configured; else null.</param>
internal sealed record CameraSource(
    IConfiguration Settings,
    CameraCatalog Configured,
    IReadOnlyDictionary<string, string> Files,
    IResourceBuilder<ProjectResource>? Simulator
);
