using System.Text.Json;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CameraGrid.Gateway.Playback;

/// <summary>
/// <c>/api/playback</c>: browsers tell what they measured, and it becomes metrics. What they say is bounded in size, number
/// and range, and named by known cameras only: nobody can fill a metrics store from outside.
/// </summary>
internal static class PlaybackEndpoints
{
    /// <summary>Bytes of a report: four hundred tiles.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostTiles = 400;
    private const int MostEvents = 10_000;
    private static readonly double MostLatency = TimeSpan.FromMinutes(5).TotalSeconds;

    public static IServiceCollection AddPlayback(this IServiceCollection services) =>
        services.AddSingleton<PlaybackMetrics>();

    public static void MapPlayback(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/playback", ReportAsync)
            .WithTags("Playback")
            .WithSummary("What a browser measured since its last report: latency, stalls, reconnects")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .Accepts<PlaybackReport>("application/json")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Results<NoContent, ProblemHttpResult>> ReportAsync(
        HttpRequest request,
        CameraCatalog catalog,
        PlaybackMetrics metrics,
        CancellationToken cancellationToken
    )
    {
        PlaybackReport? report;
        try
        {
            report = await JsonSerializer.DeserializeAsync(
                request.Body,
                PlaybackJson.Default.PlaybackReport,
                cancellationToken
            );
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problems.ReportTooLarge(MostBytes);
        }
        catch (JsonException)
        {
            return Problems.BadReport("it is no JSON of this shape");
        }

        if (report?.Tiles is not { } tiles || tiles.Count > MostTiles)
        {
            return Problems.BadReport($"\"tiles\" must be a list of {MostTiles} at most");
        }

        // All or nothing: a report that is wrong in one place is not half counted.
        foreach (var tile in tiles)
        {
            if (Wrong(tile) is { } wrong)
            {
                return Problems.BadReport(wrong);
            }
        }

        foreach (var tile in tiles)
        {
            // A camera that was removed while the page was open is no fault of the page.
            if (catalog.Find(tile.Camera!) is not null)
            {
                metrics.Played(tile);
            }
        }

        return TypedResults.NoContent();
    }

    private static string? Wrong(TilePlayback? tile) =>
        tile switch
        {
            null or { Camera: null } => "each tile needs a \"camera\"",
            { Protocol: not ("mse" or "hls" or "whep") } => "\"protocol\" must be \"mse\", \"hls\" or \"whep\"",
            { Latency: { } latency } when !(latency >= 0 && latency <= MostLatency) =>
                $"\"latency\" must be seconds from 0 to {MostLatency}",
            { Stalls: < 0 or > MostEvents } or { Reconnects: < 0 or > MostEvents } =>
                $"\"stalls\" and \"reconnects\" must be from 0 to {MostEvents}",
            _ => null,
        };
}
