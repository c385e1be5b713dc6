using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Ownership;
using CameraGrid.Transcoder.Telemetry;

namespace CameraGrid.Transcoder.Mse;

/// <summary>Frames over a WebSocket for Media Source Extensions.</summary>
internal static class MseEndpoints
{
    private const string Protocol = "mse";
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(10);

    public static void MapMse(this IEndpointRouteBuilder routes) =>
        LiveRequests.MapStreams(routes).MapGet("/mse", WatchAsync);

    private static async Task<IResult> WatchAsync(
        HttpContext context,
        TranscoderMetrics metrics,
        TimeProvider time,
        ServingEnd serving,
        string? audio
    )
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return LiveRequests.BadRequest(
                "This address answers WebSocket requests only. For plain HTTP use index.m3u8."
            );
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin }
        );
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, serving.Ended);
        metrics.ViewerCame(Protocol);
        try
        {
            await new MseSession(socket, audio == "1", time).RunAsync(LiveRequests.Stream(context), ended.Token);
        }
        finally
        {
            metrics.ViewerLeft(Protocol);
        }

        return TypedResults.Empty;
    }
}
