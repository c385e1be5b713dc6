using System.Globalization;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Stills;

/// <summary>The last seconds of a stream as an MP4 file.</summary>
internal static class ClipEndpoint
{
    private const int DefaultSeconds = 10;

    public static void MapClip(this IEndpointRouteBuilder routes) =>
        LiveRequests.MapStreams(routes).MapGet("/clip.mp4", GetAsync);

    private static async Task<IResult> GetAsync(
        HttpContext context,
        string camera,
        string stream,
        string? seconds,
        CancellationToken cancellationToken
    )
    {
        var live = LiveRequests.Stream(context);
        var most = (int)live.Options.Duration.TotalSeconds;
        if (Read(seconds) is not { } back || back < 1 || back > most)
        {
            return LiveRequests.BadRequest($"seconds is a whole number from 1 to {most}.");
        }

        using var clip = Clip.Of(live, TimeSpan.FromSeconds(back));
        if (clip.IsEmpty)
        {
            return LiveRequests.NotLive(context, "The stream has no picture yet. Try again in a second.");
        }

        context.Response.ContentType = "video/mp4";
        context.Response.ContentLength = clip.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.ContentDisposition = $"inline; filename=\"{camera}-{stream}.mp4\"";
        await clip.WriteAsync(context.Response.Body, cancellationToken);
        return TypedResults.Empty;
    }

    // They come as text, so that wrong ones get an answer that says what is right.
    private static int? Read(string? seconds) =>
        seconds is null ? DefaultSeconds
        : int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : null;
}
