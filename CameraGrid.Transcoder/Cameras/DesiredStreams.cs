using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ownership;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>One stream as this node is to hold it.</summary>
/// <param name="Enabled">False: it is shown as switched off and not pulled.</param>
internal sealed record DesiredStream(StreamKey Key, StreamSource Source, bool Enabled);

/// <summary>What this node is to hold, as a function of what is configured and what of it is this node's.</summary>
internal static class DesiredStreams
{
    public static IReadOnlyDictionary<StreamKey, DesiredStream> Of(CameraSet cameras, IStreamRoles roles) =>
        cameras
            .Streams.Where(key => roles.RoleOf(key) is not null)
            .ToDictionary(
                key => key,
                key => new DesiredStream(key, cameras.Find(key)!, cameras.Find(key.Camera)!.Enabled)
            );
}
