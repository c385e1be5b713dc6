using CameraGrid.Cameras;
using Microsoft.AspNetCore.Http.Features;

namespace CameraGrid.Transcoder.Live;

/// <summary>What every media route begins with: the stream of the address, or the answer that says why there is none.</summary>
internal sealed class LiveRequests(CameraCatalog catalog, LiveStreams streams) : IEndpointFilter
{
    /// <summary>The route that every protocol stands under.</summary>
    public const string Route = "/live/{camera}/{stream}";

    /// <summary>
    /// The routes of streams, whose handlers find theirs by <see cref="Stream"/>. Where there is none, they are not asked: the
    /// answer is 404 for what is not configured, 421 (RFC 9110, 15.5.20) for what another node has, and 503 for what is not
    /// live yet.
    /// </summary>
    public static RouteGroupBuilder MapStreams(IEndpointRouteBuilder routes) =>
        routes.MapGroup(Route).AddEndpointFilter<RouteGroupBuilder, LiveRequests>();

    /// <summary>The stream of the address.</summary>
    public static LiveStream Stream(HttpContext context) => context.Features.GetRequiredFeature<LiveStream>();

    public static IResult NotFound(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound);

    public static IResult BadRequest(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);

    public static IResult NotLive(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <inheritdoc />
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        Find(context.HttpContext) ?? await next(context);

    private IResult? Find(HttpContext context)
    {
        var (camera, stream) = ($"{context.GetRouteValue("camera")}", $"{context.GetRouteValue("stream")}");
        if (!StreamNames.TryParse(stream, out var name) || catalog.Find(new StreamKey(camera, name)) is null)
        {
            return NotFound(
                $"No camera '{camera}' with a stream '{stream}' is configured. GET /api/cameras lists all."
            );
        }

        if (catalog.Find(camera) is { Enabled: false })
        {
            return NotLive(context, $"The camera '{camera}' is switched off in the configuration.");
        }

        if (!streams.TryFind(new StreamKey(camera, name), out var live))
        {
            return TypedResults.Problem(
                "This transcoder does not have the stream. Ask a gateway, which knows who does.",
                statusCode: StatusCodes.Status421MisdirectedRequest
            );
        }

        if (live.Generation is null)
        {
            return NotLive(context, "The stream has no picture yet. Try again in a second.");
        }

        context.Features.Set(live);
        return null;
    }
}
