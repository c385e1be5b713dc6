using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Transcoder.Mse;

public sealed class MseEndpointsTests(LiveCamera camera) : IClassFixture<LiveCamera>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_gets_header_init_segment_and_frames_from_a_keyframe_on()
    {
        using var socket = await ConnectAsync(camera.Client);

        var (headerType, header) = await ReceiveAsync(socket);
        using var json = JsonDocument.Parse(header);
        var (initType, init) = await ReceiveAsync(socket);
        var movie = new List<byte>(init);
        for (var i = 0; i < 50; i++)
        {
            movie.AddRange((await ReceiveAsync(socket)).Message);
        }

        Assert.Equal((WebSocketMessageType.Text, WebSocketMessageType.Binary), (headerType, initType));
        Assert.Matches(
            "^video/mp4; codecs=\"avc1\\.[0-9A-Fa-f]{6}\"$",
            json.RootElement.GetProperty("codec").GetString()
        );
        Assert.Equal(1280, json.RootElement.GetProperty("width").GetInt32());
        Assert.True(json.RootElement.GetProperty("generation").GetInt64() > 0);
        var frames = await Tool.FfprobeAsync(
            ["-show_entries", "frame=pict_type", "-of", "csv=p=0", "-f", "mp4", "pipe:0"],
            Token,
            [.. movie]
        );
        Assert.Equal(50, frames.Length);
        Assert.StartsWith("I", frames[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Viewers_stay_while_FFmpeg_is_replaced_and_hear_of_the_new_generation()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.LiveAsync("cam1");
        using var socket = await ConnectAsync(transcoder.Client);
        var first = await NextHeaderAsync(socket);

        Assert.Single(transcoder.Ffmpegs()).Process.Kill();
        var second = await NextHeaderAsync(socket);

        Assert.True(second > first);
    }

    [Fact]
    public async Task A_transcoder_that_stops_closes_its_sockets_in_order()
    {
        var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.LiveAsync("cam1");
        using var socket = await ConnectAsync(transcoder.Client);
        await ReceiveAsync(socket);

        var stopping = transcoder.DisposeAsync().AsTask();
        while ((await ReceiveAsync(socket)).Type != WebSocketMessageType.Close) { }

        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        await stopping;
    }

    [Fact]
    public async Task A_viewer_that_leaves_ends_its_session()
    {
        using var socket = await ConnectAsync(camera.Client);
        await ReceiveAsync(socket);

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);

        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    private static async Task<ClientWebSocket> ConnectAsync(HttpClient client)
    {
        var socket = new ClientWebSocket();
        var address = new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/live/cam1/main/mse" };
        await socket.ConnectAsync(address.Uri, Token);
        return socket;
    }

    private static async Task<long> NextHeaderAsync(ClientWebSocket socket)
    {
        while (true)
        {
            var (type, message) = await ReceiveAsync(socket);
            if (type == WebSocketMessageType.Text)
            {
                using var json = JsonDocument.Parse(Encoding.UTF8.GetString(message));
                return json.RootElement.GetProperty("generation").GetInt64();
            }
        }
    }

    private static async Task<(WebSocketMessageType Type, byte[] Message)> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), Token);
            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return (received.MessageType, message.ToArray());
            }
        }
    }
}
