using System.Net;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;

namespace CameraGrid.Tests.Gateway;

public sealed class CameraApiTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _gateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task All_cameras_are_listed_before_anything_is_known_of_them()
    {
        var response = await _gateway.Client.GetAsync("/api/cameras", Token);

        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        const string Unknown = """
            {"state":"connecting","stale":true,"since":null,"codec":null,"width":null,"height":null,"frameRate":null,
            "bitRate":null,"hasAudio":false,"restarts":0,"lastRestartReason":null,"lastFrameAt":null,"nextTryAt":null,
            "lastError":null}
            """;
        var expected = $$$"""
            {"serverTime":"2026-03-01T12:00:00+00:00","cameras":[
              {"id":"yard","name":"Yard","streams":{"main":{{{Unknown}}},"sub":{{{Unknown}}}}},
              {"id":"gate","name":"Gate","streams":{"main":{{{Unknown}}},"sub":null}}]}
            """;
        Assert.Equal(Compact(expected), await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Health_is_merged_into_the_catalog()
    {
        await _gateway.WriteAsync(GatewayUnderTest.YardSub, StreamState.Live, "node-1");

        var streams = (await _gateway.GetJsonAsync("/api/cameras/yard"))["streams"]!;

        Assert.Equal("connecting", streams["main"]!["state"]!.GetValue<string>());
        Assert.Equal(
            Compact(
                """
                {"state":"live","stale":false,"since":"2026-03-01T12:00:00+00:00","codec":"avc1.64001f","width":1280,
                "height":720,"frameRate":25,"bitRate":null,"hasAudio":false,"restarts":0,"lastRestartReason":null,
                "lastFrameAt":null,"nextTryAt":null,"lastError":null}
                """
            ),
            streams["sub"]!.ToJsonString(Relaxed)
        );
    }

    [Theory]
    [InlineData("/api/cameras/nowhere", "There is no camera \"nowhere\". GET /api/cameras lists them.")]
    [InlineData("/api/nowhere", "GET /openapi/v1.json describes the API.")]
    public async Task What_is_not_there_is_a_problem(string path, string detail)
    {
        var response = await _gateway.Client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal(detail, problem!["detail"]!.GetValue<string>());
        Assert.Equal(404, problem["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_document_describes_the_routes_and_the_states()
    {
        var document = await _gateway.GetJsonAsync("/openapi/v1.json");

        Assert.Equal(
            [
                "/api/camera-settings",
                "/api/cameras",
                "/api/cameras/{id}",
                "/api/cameras/{id}/history",
                "/api/events",
                "/api/kiosks",
                "/api/kiosks/{name}",
                "/api/playback",
                "/api/session",
                "/api/session/password",
                "/api/users",
                "/api/users/{name}",
                "/api/users/{name}/password",
            ],
            document["paths"]!.AsObject().Select(path => path.Key).Order()
        );
        Assert.Equal(
            ["disabled", "connecting", "live", "stalled", "backoff", "unauthorized", "unsupported"],
            document["components"]!["schemas"]!["StreamState"]!["enum"]!
                .AsArray()
                .Select(value => value!.GetValue<string>())
        );
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        foreach (var path in new[] { "/api/cameras", "/api/nowhere", "/alive", "/live/nowhere/main/index.m3u8", "/" })
        {
            var headers = (await _gateway.Client.GetAsync(path, Token)).Headers;

            Assert.Contains(
                "default-src 'self'",
                headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal
            );
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
            Assert.Equal("same-origin", headers.GetValues("Referrer-Policy").Single());
            Assert.False(headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Pages_of_other_sites_are_refused(string? origin, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/cameras");
        request.Headers.Add("Origin", origin ?? _gateway.Address.GetLeftPart(UriPartial.Authority));

        Assert.Equal(expected, (await _gateway.Client.SendAsync(request, Token)).StatusCode);
    }

    [Fact]
    public async Task The_service_is_alive_and_well()
    {
        Assert.Equal("Healthy", await _gateway.Client.GetStringAsync("/alive", Token));
        Assert.Equal("Healthy", await _gateway.Client.GetStringAsync("/health", Token));
    }

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString(Relaxed);
}
