using System.Diagnostics.CodeAnalysis;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Live;

/// <summary>What every media route begins with: the stream of the address, or the answer that says why there is none.</summary>
internal sealed class LiveRequests(CameraCatalog catalog, LiveStreams streams)
{
    /// <summary>The route that every protocol stands under.</summary>
    public const string Route = "/live/{camera}/{stream}";

    /// <summary>
    /// False: <paramref name="problem"/> is 404 for what is not configured, 421 (RFC 9110, 15.5.20) for what another node has,
    /// and 503 for what is not live yet.
    /// </summary>
    public bool TryFind(
        HttpContext context,
        string camera,
        string stream,
        [NotNullWhen(true)] out LiveStream? live,
        [NotNullWhen(false)] out IResult? problem
    )
    {
        live = null;
        problem = null;
        if (!StreamNames.TryParse(stream, out var name) || catalog.Find(new StreamKey(camera, name)) is null)
        {
            problem = NotFound(
                $"No camera '{camera}' with a stream '{stream}' is configured. GET /api/cameras lists all."
            );
            return false;
        }

        if (catalog.Find(camera) is { Enabled: false })
        {
            problem = NotLive(context, $"The camera '{camera}' is switched off in the configuration.");
            return false;
        }

        if (!streams.TryFind(new StreamKey(camera, name), out live))
        {
            problem = TypedResults.Problem(
                "This transcoder does not have the stream. Ask a gateway, which knows who does.",
                statusCode: StatusCodes.Status421MisdirectedRequest
            );
            return false;
        }

        if (live.Generation is null)
        {
            problem = NotLive(context, "The stream has no picture yet. Try again in a second.");
            return false;
        }

        return true;
    }

    public static IResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static IResult BadRequest(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static IResult NotLive(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
