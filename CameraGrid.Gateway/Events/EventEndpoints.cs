using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CameraGrid.Gateway.Auth;
using CameraGrid.Gateway.Cameras;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway.Events;

/// <summary>
/// <c>/api/events</c>: server-sent events. First <c>cameras</c>, the body of GET /api/cameras; then <c>stream</c> for every
/// change; <c>ping</c> every ten seconds. Whoever reads too slowly gets <c>cameras</c> again instead of what was missed, and
/// everyone does when the cameras' configuration changes.
/// </summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/events", Get)
            .WithMetadata(EndsWithSession.Mark)
            .WithTags("Cameras")
            .WithSummary("Every change of a stream's health, as server-sent events: cameras, stream, ping");

    private static ServerSentEventsResult<string> Get(
        HealthBoard board,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken
    ) => TypedResults.ServerSentEvents(ReadAsync(board, time, lifetime.ApplicationStopping, cancellationToken));

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        HealthBoard board,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken aborted
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, aborted);
        using var timer = new PeriodicTimer(PingEvery, time);
        var ping = timer.WaitForNextTickAsync(end.Token).AsTask();
        while (!end.IsCancellationRequested)
        {
            using var watcher = board.Watch();
            yield return new(JsonSerializer.Serialize(watcher.State, GatewayJson.Default.CamerasView), "cameras");

            Task? change = null;
            while (!watcher.IsOver)
            {
                // One wait lasts over any number of pings: each would stay with the channel until the next change.
                change = change is { IsCompleted: false }
                    ? change
                    : watcher.Changes.WaitToReadAsync(end.Token).AsTask();
                await Task.WhenAny(change, ping);
                if (end.IsCancellationRequested)
                {
                    yield break;
                }

                while (!watcher.IsOver && watcher.Changes.TryRead(out var next))
                {
                    yield return new(next.Json, "stream");
                }

                if (ping.IsCompleted)
                {
                    ping = timer.WaitForNextTickAsync(end.Token).AsTask();
                    yield return new(
                        JsonSerializer.Serialize(new PingView(time.GetUtcNow()), GatewayJson.Default.PingView),
                        "ping"
                    );
                }
            }
        }
    }
}
