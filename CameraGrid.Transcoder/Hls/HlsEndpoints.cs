using System.Globalization;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Hls;

/// <summary>
/// LL-HLS over plain HTTP. What has a number in its name never changes and may be cached by anyone; a playlist may be
/// cached as long as its question means the same (RFC 8216bis, appendix B.1).
/// </summary>
internal static class HlsEndpoints
{
    private const string PlaylistType = "application/vnd.apple.mpegurl";
    private const string MediaType = "video/mp4";
    private const string Immutable = "public, max-age=3600, immutable";

    public static void MapHls(this IEndpointRouteBuilder routes)
    {
        var stream = LiveRequests.MapStreams(routes);
        stream.MapGet("/index.m3u8", GetPlaylistAsync);
        stream.MapGet("/init-{generation:long}.mp4", GetInitAsync);
        stream.MapGet("/s{mediaSequence:long}.m4s", GetSegmentAsync);
        stream.MapGet("/s{mediaSequence:long}.{part:int}.m4s", GetPartAsync);
    }

    private static HlsStream Stream(HttpContext context) =>
        context.RequestServices.GetRequiredService<HlsStreams>().Of(LiveRequests.Stream(context));

    private static async Task<IResult> GetPlaylistAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (!HlsDirectives.TryRead(context.Request.Query, out var directives, out var fault))
        {
            return LiveRequests.BadRequest(fault);
        }

        var (answer, text) = directives.MediaSequence is { } mediaSequence
            ? await Stream(context)
                .ReadPlaylistAsync(mediaSequence, directives.Part, directives.Skip, cancellationToken)
            : await Stream(context).ReadPlaylistAsync(directives.Skip, cancellationToken);
        if (answer != HlsAnswer.Ready)
        {
            return Problem(context, answer);
        }

        var maxAge = directives.MediaSequence is null ? "no-cache" : "public, max-age=6";
        context.Response.Headers.CacheControl = maxAge;
        return TypedResults.Text(text, PlaylistType);
    }

    private static async Task<IResult> GetInitAsync(
        HttpContext context,
        long generation,
        CancellationToken cancellationToken
    )
    {
        if (Stream(context).FindInit(generation) is not { } init)
        {
            return Problem(context, HlsAnswer.Gone);
        }

        await WriteAsync(context, init.Length, [init], cancellationToken);
        return TypedResults.Empty;
    }

    private static Task<IResult> GetSegmentAsync(
        HttpContext context,
        long mediaSequence,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            context,
            leases => Stream(context).LeaseSegmentAsync(mediaSequence, leases, cancellationToken),
            cancellationToken
        );

    private static Task<IResult> GetPartAsync(
        HttpContext context,
        long mediaSequence,
        int part,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            context,
            leases => Stream(context).LeasePartAsync(mediaSequence, part, leases, cancellationToken),
            cancellationToken
        );

    private static async Task<IResult> SendAsync(
        HttpContext context,
        Func<List<FrameLease>, Task<HlsAnswer>> lease,
        CancellationToken cancellationToken
    )
    {
        var leases = new List<FrameLease>();
        try
        {
            var answer = await lease(leases);
            if (answer != HlsAnswer.Ready)
            {
                return Problem(context, answer);
            }

            var length = leases.Sum(frame => (long)frame.Fragment.Length);
            await WriteAsync(context, length, leases.Select(frame => frame.Fragment), cancellationToken);
            return TypedResults.Empty;
        }
        finally
        {
            leases.ForEach(frame => frame.Dispose());
        }
    }

    private static async Task WriteAsync(
        HttpContext context,
        long length,
        IEnumerable<ReadOnlyMemory<byte>> pieces,
        CancellationToken cancellationToken
    )
    {
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = length;
        context.Response.Headers.CacheControl = Immutable;
        foreach (var piece in pieces)
        {
            await context.Response.Body.WriteAsync(piece, cancellationToken);
        }
    }

    private static IResult Problem(HttpContext context, HlsAnswer answer) =>
        answer switch
        {
            HlsAnswer.TooFarAhead => LiveRequests.BadRequest(
                "This lies too far ahead of the stream. Reload the playlist."
            ),
            HlsAnswer.Gone => LiveRequests.NotFound(
                "This is no longer, or never was, in the playlist. Reload the playlist."
            ),
            _ => LiveRequests.NotLive(context, "The stream is away and will be back. Try again in a second."),
        };
}
