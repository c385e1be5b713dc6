using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Cameras;

/// <summary>All cameras as they are written down: those of the configuration, then those of the camera page.</summary>
internal sealed record CameraSettingsView(IReadOnlyList<CameraSettingView> Cameras);

/// <summary>A camera as it is written down. Neither its user nor its password is ever told.</summary>
/// <param name="Id">Stands in addresses.</param>
/// <param name="Name">What its tile is called.</param>
/// <param name="Source">
/// Where it is written down: "page", the only one that can be changed here; "keys" (.env or the environment), "file" (JSON) or
/// "demo".
/// </param>
/// <param name="Url">The main stream; what looks like a secret in it stands as ***.</param>
/// <param name="SubUrl">The sub stream, likewise; null where the camera has none.</param>
/// <param name="Transport">"tcp" or "udp".</param>
/// <param name="Enabled">False: it is switched off.</param>
/// <param name="HasUser">Whether a user, and with it mostly a password, is kept; true where that cannot be read.</param>
/// <param name="Problem">Why it cannot be used, and what to do; null where it can.</param>
internal sealed record CameraSettingView(
    string Id,
    string Name,
    string Source,
    string Url,
    string? SubUrl,
    string Transport,
    bool Enabled,
    bool HasUser,
    string? Problem
)
{
    private const string Shadowed = "The configuration has a camera of the same id, which is shown in its place.";

    public static CameraSettingView Of(CameraDefinition camera) =>
        new(
            camera.Id,
            camera.Name,
            SourceOf(camera.Origin),
            camera.Main.ToString(),
            camera.Sub?.ToString(),
            TextOf(camera.Main.Transport),
            camera.Enabled,
            HasUser: camera.Main.Username is not null || camera.Sub?.Username is not null,
            Problem: null
        );

    /// <param name="camera">One of the camera page.</param>
    /// <param name="isShadowed">Another one of this id is configured.</param>
    public static CameraSettingView Of(StoredCamera camera, bool isShadowed) =>
        camera switch
        {
            { Camera: { } known } => Of(known) with { Problem = isShadowed ? Shadowed : null },
            { Record: { } record } => new(
                camera.Id,
                record.Name,
                SourceOf(CameraOrigin.Page),
                record.Url,
                record.SubUrl,
                TextOf(record.Transport),
                record.Enabled,
                HasUser: true,
                camera.Error
            ),
            _ => new(camera.Id, camera.Id, SourceOf(CameraOrigin.Page), "", null, "tcp", true, false, camera.Error),
        };

    private static string SourceOf(CameraOrigin origin) =>
        origin switch
        {
            CameraOrigin.Page => "page",
            CameraOrigin.File => "file",
            CameraOrigin.Demo => "demo",
            _ => "keys",
        };

    private static string TextOf(RtspTransport transport) => transport is RtspTransport.Udp ? "udp" : "tcp";
}

/// <summary>A camera that was added.</summary>
/// <param name="Id">Made of its name.</param>
internal sealed record NewCameraView(string Id);
