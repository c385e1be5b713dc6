using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace CameraGrid.Tests.Gateway;

/// <summary>Reads <c>/api/events</c>.</summary>
internal sealed class EventReader(Stream stream, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<EventReader> OpenAsync(HttpClient client)
    {
        var stream = await client.GetStreamAsync("/api/events", Token);
        return new EventReader(stream, SseParser.Create(stream).EnumerateAsync(Token).GetAsyncEnumerator(Token));
    }

    public async Task<(string Type, JsonNode Data)> NextAsync(bool skipPings = false)
    {
        do
        {
            Assert.True(await items.MoveNextAsync(), "The events ended.");
        } while (skipPings && items.Current.EventType == "ping");

        return (items.Current.EventType, JsonNode.Parse(items.Current.Data)!);
    }

    /// <summary>The health of the next change that is as asked for.</summary>
    public async Task<JsonNode> ChangeAsync(Func<JsonNode, bool> wanted)
    {
        while (true)
        {
            var (type, data) = await NextAsync(skipPings: true);
            if (type == "stream" && wanted(data["health"]!))
            {
                return data["health"]!;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await items.DisposeAsync();
        await stream.DisposeAsync();
    }
}
