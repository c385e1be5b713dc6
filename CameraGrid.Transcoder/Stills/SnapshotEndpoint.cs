using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Stills;

/// <summary>The newest keyframe as a JPEG picture.</summary>
internal static class SnapshotEndpoint
{
    public static void MapSnapshot(this IEndpointRouteBuilder routes) =>
        LiveRequests.MapStreams(routes).MapGet("/snapshot.jpg", GetAsync);

    private static async Task<IResult> GetAsync(
        HttpContext context,
        SnapshotEncoder encoder,
        CancellationToken cancellationToken
    )
    {
        if (await encoder.EncodeAsync(LiveRequests.Stream(context), cancellationToken) is not { } snapshot)
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
