using System.Text;
using CameraGrid.Media;
using CameraGrid.Media.Sdp;
using CameraGrid.ServiceDefaults;
using CameraGrid.Transcoder.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// WebRTC by HTTP (draft-ietf-wish-whep): an offer is answered, and begins a session; deleting it ends it. There is nothing to
/// PATCH: the answer has all candidates.
/// </summary>
internal static class WhepEndpoints
{
    private const string SdpType = "application/sdp";
    private const int LargestOffer = 64 * 1024;

    /// <summary>Over so much of a stream its frames' order is looked at.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddWhep(this IServiceCollection services) =>
        services
            .AddValidatedOptions<WhepOptions>(WhepOptions.Section)
            .AddSingleton<DtlsIdentity>()
            .AddSingleton<WhepServer>()
            .AddHostedService(provider => provider.GetRequiredService<WhepServer>());

    public static void MapWhep(this IEndpointRouteBuilder routes)
    {
        var streams = LiveRequests.MapStreams(routes);
        streams.MapPost("/whep", BeginAsync);
        streams.MapDelete("/whep/{session}", End);
        routes.MapMethods($"{LiveRequests.Route}/whep", ["OPTIONS"], Options);
        // Not below /live, all of which the gateway passes on: a viewer has no say in whether it may stay.
        routes.MapPost("/streams/{camera}/{stream}/whep/{session}", Renew);
    }

    private static async Task<IResult> BeginAsync(
        HttpContext context,
        WhepServer server,
        CancellationToken cancellationToken
    )
    {
        if (context.Request.ContentType?.Split(';')[0].Trim() != SdpType)
        {
            return Problem($"The body must be an SDP offer: {SdpType}.", StatusCodes.Status415UnsupportedMediaType);
        }

        if (await ReadAsync(context.Request.Body, cancellationToken) is not { } text)
        {
            return Problem($"An offer has at most {LargestOffer} bytes.", StatusCodes.Status413PayloadTooLarge);
        }

        VideoOffer offer;
        try
        {
            offer = VideoOffer.Parse(text);
        }
        catch (MediaFormatException wrong)
        {
            return LiveRequests.BadRequest(wrong.Message);
        }

        var live = LiveRequests.Stream(context);
        if (IsReordered(live))
        {
            return Problem(
                "The stream has B-frames, which WebRTC cannot show. Use the MSE socket, or switch them off in the camera.",
                StatusCodes.Status422UnprocessableEntity
            );
        }

        if (offer.FormatFor(live.Generation!.Video.Parsed.ProfileIdc) is not { } format)
        {
            return Problem(
                "The stream is H.264, and the offer has no H.264 with packetization-mode=1. Use the MSE socket.",
                StatusCodes.Status406NotAcceptable
            );
        }

        if (!server.TryBegin(live, offer, format, out var session))
        {
            return LiveRequests.NotLive(context, "There are too many WebRTC viewers. Use the MSE socket.");
        }

        context.Response.Headers.Location = $"{context.Request.Path}/{session.Id}";
        return TypedResults.Text(session.Answer.ToString(), SdpType, Encoding.UTF8, StatusCodes.Status201Created);
    }

    // What may be posted is told as draft-ietf-wish-whep asks, by "Accept-Post".
    private static NoContent Options(HttpContext context)
    {
        context.Response.Headers["Accept-Post"] = SdpType;
        return TypedResults.NoContent();
    }

    private static IResult End(HttpContext context, string session, WhepServer server) =>
        server.TryEnd(LiveRequests.Stream(context), session) ? TypedResults.Ok() : NoSession();

    private static IResult Renew(string session, WhepServer server) =>
        server.TryRenew(session) ? TypedResults.NoContent() : NoSession();

    private static IResult NoSession() =>
        LiveRequests.NotFound("There is no such session; it may have ended by itself.");

    private static async Task<string?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestOffer + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > LargestOffer ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static bool IsReordered(LiveStream live)
    {
        var leases = live.LeaseLast(LookBack);
        try
        {
            var times = leases
                .Where(lease => lease.Frame.Track == TrackKind.Video)
                .Select(lease => lease.Frame.PresentationTime)
                .ToList();
            return times.Zip(times.Skip(1)).Any(pair => pair.Second < pair.First);
        }
        finally
        {
            leases.ForEach(lease => lease.Dispose());
        }
    }

    private static ProblemHttpResult Problem(string detail, int status) =>
        TypedResults.Problem(detail, statusCode: status);
}
