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
        routes.MapGet($"{LiveRequests.Route}/mse", WatchAsync);

    private static async Task<IResult> WatchAsync(
        HttpContext context,
        string camera,
        string stream,
        LiveRequests requests,
        TranscoderMetrics metrics,
        TimeProvider time,
        ServingEnd serving,
        string? audio
    )
    {
        if (!requests.TryFind(context, camera, stream, out var live, out var problem))
        {
            return problem;
        }

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
            await new MseSession(socket, audio == "1", time).RunAsync(live, ended.Token);
        }
        finally
        {
            metrics.ViewerLeft(Protocol);
        }

        return TypedResults.Empty;
    }
}
