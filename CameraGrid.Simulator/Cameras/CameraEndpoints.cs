using CameraGrid.Simulator.Rtsp;

namespace CameraGrid.Simulator.Cameras;

internal static class CameraEndpoints
{
    public static void MapCameras(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cameras", List);
        routes.MapGet("/clock", Clock);
        routes.MapGet("/players", Players);
    }

    private static IReadOnlyList<CameraListing> List(SimulatedCameras cameras, RtspServer server) =>
        [.. cameras.List.Select(camera => CameraListing.Of(camera, server))];

    /// <summary>How many clients play each stream, such as <c>cam1/main</c>; one that nobody plays is left out.</summary>
    private static Dictionary<string, int> Players(RtspServer server) =>
        server
            .Playing.CountBy(stream => $"{stream.Camera.Id}/{stream.Name}")
            .ToDictionary(stream => stream.Key, stream => stream.Value);

    private static ClockListing Clock(SimulatedCameras cameras, RtspServer server, TimeProvider time) =>
        new(
            CameraListing.Of(cameras.Clock, server),
            cameras.Clock.Epoch.ToUnixTimeMilliseconds()
                + cameras.Clock.Epoch.Ticks % TimeSpan.TicksPerMillisecond / (double)TimeSpan.TicksPerMillisecond,
            cameras.Clock.FrameInterval.TotalMilliseconds,
            cameras.Clock.FrameCount,
            time.GetUtcNow()
        );
}

/// <summary>A camera as <c>GET /cameras</c> lists it.</summary>
internal sealed record CameraListing(string Id, string Name, Uri MainUrl, Uri? SubUrl)
{
    public static CameraListing Of(SimulatedCamera camera, RtspServer server) =>
        new(
            camera.Id,
            camera.Name,
            server.UrlOf(camera.MainPath),
            camera.SubPath is { } sub ? server.UrlOf(sub) : null
        );
}

/// <summary>
/// The clock camera as <c>GET /clock</c> shows it. Frame n of loop l is due at epoch + (l · frameCount + n) · frameInterval; the number
/// in the picture is n.
/// </summary>
/// <param name="Camera">Its addresses.</param>
/// <param name="EpochUnixMilliseconds">Unix time in ms, with fractions.</param>
/// <param name="FrameIntervalMilliseconds">In ms.</param>
/// <param name="FrameCount">Frames a loop.</param>
/// <param name="ServerTime">The wall clock of the simulator now.</param>
internal sealed record ClockListing(
    CameraListing Camera,
    double EpochUnixMilliseconds,
    double FrameIntervalMilliseconds,
    int FrameCount,
    DateTimeOffset ServerTime
);
