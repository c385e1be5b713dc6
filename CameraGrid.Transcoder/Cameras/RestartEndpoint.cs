using CameraGrid.Cameras;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>
/// <c>POST /streams/{camera}/{stream}/restart</c>, for whoever runs the services. Not below <c>/live</c>, all of which the
/// gateway passes on: who may watch a camera may not interrupt others by that.
/// </summary>
internal static class RestartEndpoint
{
    public static void MapRestart(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/streams/{camera}/{stream}/restart", Restart);

    private static IResult Restart(string camera, string stream, StreamSupervisor supervisor) =>
        StreamNames.TryParse(stream, out var name) && supervisor.Restart(new StreamKey(camera, name))
            ? TypedResults.NoContent()
            : LiveRequests.NotFound($"This transcoder does not pull a stream '{stream}' of a camera '{camera}'.");
}
