using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CameraGrid.Tests.Gateway;

public sealed class LiveProxyTests : IAsyncLifetime
{
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_stream_is_asked_of_its_owner_with_path_and_query_unchanged()
    {
        await StartWithAsync("one", "two", "three");
        foreach (var owner in new[] { "two", "three", "one" })
        {
            await _gateway.OwnAsync(GatewayUnderTest.YardSub, owner);

            var text = await _gateway.Client.GetStringAsync("/live/yard/sub/index.m3u8?_HLS_msn=7&x=%2F", Token);

            Assert.Equal($"{owner}: GET /live/yard/sub/index.m3u8?_HLS_msn=7&x=%2F", text);
        }
    }

    [Fact]
    public async Task The_node_that_a_stream_belongs_to_is_asked_while_the_owner_is_unknown_or_gone()
    {
        await StartWithAsync("one", "two");
        var node = new Placement(await _gateway.Nodes.ReadAllAsync(Token)).NodeOf(GatewayUnderTest.YardMain);
        var first = await _gateway.Client.GetStringAsync("/live/yard/main/snapshot.jpg", Token);
        Assert.Equal($"{node!.Id}: GET /live/yard/main/snapshot.jpg", first);

        await _gateway.OwnAsync(GatewayUnderTest.YardMain, "gone");

        Assert.Equal(first, await _gateway.Client.GetStringAsync("/live/yard/main/snapshot.jpg", Token));
    }

    [Fact]
    public async Task A_web_socket_passes_messages_as_they_come_and_its_closing()
    {
        await StartWithAsync("one");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://{_gateway.Address.Authority}/live/yard/main/mse?audio=0"),
            CancellationToken.None
        );

        Assert.Equal((WebSocketMessageType.Text, "one: GET /live/yard/main/mse?audio=0"), await ReceiveAsync(socket));
        Assert.Equal((WebSocketMessageType.Binary, "\u0001\u0002\u0003"), await ReceiveAsync(socket));
        Assert.Equal((WebSocketMessageType.Close, ""), await ReceiveAsync(socket));
        Assert.Equal((WebSocketCloseStatus)1013, socket.CloseStatus);
        Assert.Equal("not live", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task A_stop_ends_open_web_sockets_at_once()
    {
        await StartWithAsync("one");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://{_gateway.Address.Authority}/live/yard/main/forever"),
            CancellationToken.None
        );
        await ReceiveAsync(socket);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        await _gateway.StopAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<WebSocketException>(() => ReceiveAsync(socket));
    }

    [Fact]
    public async Task A_web_socket_to_a_node_that_lost_its_stream_ends_at_once_and_one_to_the_owner_goes_on()
    {
        await StartWithAsync("one", "two");
        await _gateway.OwnAsync(GatewayUnderTest.YardMain, "one");
        await _gateway.OwnAsync(GatewayUnderTest.YardSub, "two");
        using var lost = new ClientWebSocket();
        using var kept = new ClientWebSocket();
        await lost.ConnectAsync(new Uri($"ws://{_gateway.Address.Authority}/live/yard/main/forever"), Token);
        await kept.ConnectAsync(new Uri($"ws://{_gateway.Address.Authority}/live/yard/sub/forever"), Token);
        Assert.StartsWith("one", (await ReceiveAsync(lost)).Text, StringComparison.Ordinal);
        Assert.StartsWith("two", (await ReceiveAsync(kept)).Text, StringComparison.Ordinal);
        var end = ReceiveAsync(kept);

        await _gateway.OwnAsync(GatewayUnderTest.YardSub, "two");
        await _gateway.OwnAsync(GatewayUnderTest.YardMain, "two");

        await Assert.ThrowsAnyAsync<WebSocketException>(() => ReceiveAsync(lost));
        Assert.False(end.IsCompleted);
    }

    [Theory]
    [InlineData(StatusCodes.Status421MisdirectedRequest)]
    [InlineData(StatusCodes.Status502BadGateway)]
    public async Task A_node_that_does_not_have_the_stream_or_is_dead_leads_to_the_one_that_holds_the_lease(int status)
    {
        await StartWithAsync("owner");
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var other = await _gateway.ServeAsync(app =>
            app.Run(context => TypedResults.Problem("Not here.", statusCode: status).ExecuteAsync(context))
        );
        await _gateway.AnnounceAsync(
            "other",
            status == StatusCodes.Status421MisdirectedRequest ? other : new Uri($"http://{bound.LocalEndPoint}")
        );
        await _gateway.OwnAsync(GatewayUnderTest.YardMain, "other");
        // Without a message of it.
        await _gateway.Owners.TakeAsync("owner", GatewayUnderTest.YardMain, "other", Token);
        _gateway.Forget(GatewayUnderTest.YardMain, "other");

        var text = await _gateway.Client.GetStringAsync("/live/yard/main/index.m3u8", Token);

        Assert.Equal("owner: GET /live/yard/main/index.m3u8", text);
    }

    [Fact]
    public async Task What_was_posted_to_a_node_that_does_not_have_the_stream_is_posted_again_whole()
    {
        await _gateway.StartAsync();
        await _gateway.AnnounceAsync(
            "other",
            await _gateway.ServeAsync(app =>
                app.Run(async context =>
                {
                    await context.Request.Body.CopyToAsync(Stream.Null, Token);
                    await TypedResults.Problem("Not here.", statusCode: 421).ExecuteAsync(context);
                })
            )
        );
        await _gateway.AnnounceAsync(
            "owner",
            await _gateway.ServeAsync(app =>
                app.Run(context => context.Request.Body.CopyToAsync(context.Response.Body))
            )
        );
        await _gateway.OwnAsync(GatewayUnderTest.YardMain, "other");
        await _gateway.Owners.TakeAsync("owner", GatewayUnderTest.YardMain, "other", Token);
        _gateway.Forget(GatewayUnderTest.YardMain, "other");
        var offer = new string('v', 40_000);

        using var response = await _gateway.Client.PostAsync(
            "/live/yard/main/whep",
            new StringContent(offer, Encoding.UTF8, "application/sdp"),
            Token
        );

        Assert.Equal(offer, await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task A_stream_that_nobody_has_yet_is_a_problem_that_says_when_to_try_again()
    {
        await _gateway.StartAsync();
        var address = await _gateway.ServeAsync(app =>
            app.Run(context => TypedResults.Problem("Not here.", statusCode: 421).ExecuteAsync(context))
        );
        await _gateway.AnnounceAsync("early", address);

        var response = await _gateway.Client.GetAsync("/live/yard/main/mse", Token);

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "On its way");
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("/live/nowhere/main/index.m3u8", "No such camera")]
    [InlineData("/live/gate/sub/index.m3u8", "No such stream")]
    [InlineData("/live/yard/third/index.m3u8", "No such stream")]
    [InlineData("/live/yard/MAIN/index.m3u8", "No such stream")]
    [InlineData("/live/yard", "No such route")]
    public async Task What_is_not_configured_is_refused_without_asking_a_transcoder(string path, string title)
    {
        await _gateway.StartAsync();
        await _gateway.AnnounceAsync(
            "trap",
            await _gateway.ServeAsync(app => app.Run(_ => throw new InvalidOperationException()))
        );

        var response = await _gateway.Client.GetAsync(path, Token);

        await AssertProblemAsync(response, HttpStatusCode.NotFound, title);
    }

    [Fact]
    public async Task Nobody_restarts_a_stream_from_outside()
    {
        await StartWithAsync("one");

        var response = await _gateway.Client.PostAsync("/streams/yard/main/restart", null, Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_transcoder_the_answer_says_when_to_try_again()
    {
        await _gateway.StartAsync();

        var response = await _gateway.Client.GetAsync("/live/yard/main/index.m3u8", Token);

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "No transcoder");
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_transcoder_that_does_not_answer_is_a_problem_that_says_when_to_try_again()
    {
        await _gateway.StartAsync();
        using var bound = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await _gateway.AnnounceAsync("dead", new Uri($"http://{bound.LocalEndPoint}"));

        var response = await _gateway.Client.GetAsync("/live/yard/main/index.m3u8", Token);

        await AssertProblemAsync(response, HttpStatusCode.BadGateway, "No answer");
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_problem_of_the_transcoder_passes_unchanged()
    {
        await _gateway.StartAsync();
        var address = await _gateway.ServeAsync(app =>
            app.Run(context =>
            {
                context.Response.Headers.RetryAfter = "2";
                return TypedResults.Problem("Not yet.", statusCode: 503, title: "Not live").ExecuteAsync(context);
            })
        );
        await _gateway.AnnounceAsync("early", address);

        var response = await _gateway.Client.GetAsync("/live/yard/main/mse", Token);

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable, "Not live");
        Assert.Equal(TimeSpan.FromSeconds(2), response.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Everything_else_is_the_frontend()
    {
        var frontend = await _gateway.ServeAsync(app =>
            app.Run(context => context.Response.WriteAsync($"page {context.Request.Path}"))
        );
        await _gateway.StartAsync($"--Gateway:FrontendAddress={frontend}");

        Assert.Equal("page /", await _gateway.Client.GetStringAsync("/", Token));
        Assert.Equal(
            "page /assets/index-1a2b.js",
            await _gateway.Client.GetStringAsync("/assets/index-1a2b.js", Token)
        );
        Assert.Equal(
            HttpStatusCode.MethodNotAllowed,
            (await _gateway.Client.PostAsync("/status", null, Token)).StatusCode
        );
    }

    [Fact]
    public async Task The_frontend_is_found_by_the_name_of_its_service()
    {
        var frontend = await _gateway.ServeAsync(app => app.Run(context => context.Response.WriteAsync("found")));
        await _gateway.StartAsync($"--services:frontend:http:0={frontend}");

        Assert.Equal("found", await _gateway.Client.GetStringAsync("/", Token));
    }

    [Fact]
    public async Task A_frontend_that_is_away_is_a_problem()
    {
        await _gateway.StartAsync("--Gateway:FrontendAddress=http://127.0.0.1:1");

        await AssertProblemAsync(await _gateway.Client.GetAsync("/", Token), HttpStatusCode.BadGateway, "No answer");
    }

    private async Task StartWithAsync(params string[] nodes)
    {
        await _gateway.StartAsync();
        foreach (var node in nodes)
        {
            await _gateway.AnnounceAsync(node, await _gateway.ServeAsync(app => FakeTranscoder(app, node)));
        }
    }

    // Answers every request with its own name and the request; over a WebSocket, then with three bytes and its closing.
    private static void FakeTranscoder(WebApplication app, string name)
    {
        app.UseWebSockets();
        app.Run(async context =>
        {
            var text = $"{name}: {context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
            if (!context.WebSockets.IsWebSocketRequest)
            {
                await context.Response.WriteAsync(text, Token);
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync(
                Encoding.UTF8.GetBytes(text),
                WebSocketMessageType.Text,
                true,
                context.RequestAborted
            );
            if (context.Request.Path.Value!.EndsWith("forever", StringComparison.Ordinal))
            {
                await ReceiveAsync(socket, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
            }

            await socket.SendAsync(new byte[] { 1, 2, 3 }, WebSocketMessageType.Binary, true, context.RequestAborted);
            await socket.CloseOutputAsync((WebSocketCloseStatus)1013, "not live", context.RequestAborted);
        });
    }

    private static async Task<(WebSocketMessageType Type, string Text)> ReceiveAsync(
        WebSocket socket,
        CancellationToken? cancellationToken = null
    )
    {
        var buffer = new byte[1024];
        var result = await socket.ReceiveAsync(buffer, cancellationToken ?? Token);
        return (result.MessageType, Encoding.UTF8.GetString(buffer, 0, result.Count));
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string title)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal(title, problem!["title"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
    }
}
