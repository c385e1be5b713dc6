using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Stills;

/// <summary>The newest keyframe as a JPEG picture.</summary>
internal static class SnapshotEndpoint
{
    public static void MapSnapshot(this IEndpointRouteBuilder routes) =>
        routes.MapGet($"{LiveRequests.Route}/snapshot.jpg", GetAsync);

    private static async Task<IResult> GetAsync(
        HttpContext context,
        string camera,
        string stream,
        LiveRequests requests,
        SnapshotEncoder encoder,
        CancellationToken cancellationToken
    )
    {
        if (!requests.TryFind(context, camera, stream, out var live, out var problem))
        {
            return problem;
        }

        if (await encoder.EncodeAsync(live, cancellationToken) is not { } snapshot)
        {
            return LiveRequests.NotLive(
                context,
                "No picture could be made of the last keyframe. Try again in a second."
            );
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Bytes(snapshot.Jpeg, "image/jpeg", lastModified: snapshot.TakenAt);
    }
}
