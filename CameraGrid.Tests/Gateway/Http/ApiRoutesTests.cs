using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CameraGrid.Tests.Gateway.Http;

public sealed class ApiRoutesTests : IAsyncLifetime
{
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _gateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("DELETE", "/api/cameras", "GET, HEAD, POST")]
    [InlineData("POST", "/api/cameras/yard", "DELETE, GET, HEAD, PUT")]
    [InlineData("PUT", "/api/cameras/yard/history", "GET, HEAD")]
    [InlineData("HEAD", "/api/events", "GET")]
    [InlineData("GET", "/api/playback", "POST")]
    [InlineData("PUT", "/api/session", "DELETE, GET, HEAD, POST")]
    [InlineData("GET", "/api/session/password", "PUT")]
    [InlineData("PATCH", "/API/Users", "GET, HEAD, POST")]
    [InlineData("GET", "/api/users/ann", "DELETE")]
    [InlineData("OPTIONS", "/api/kiosks", "GET, HEAD, POST")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        using var answer = await SendAsync(method, path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        if (method != "HEAD")
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Token);
            Assert.StartsWith($"This address takes {allowed}. ", problem!["detail"]!.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("/api/cameras", 200)]
    [InlineData("/api/cameras/yard", 200)]
    [InlineData("/api/cameras/nowhere", 404)]
    [InlineData("/api/cameras/yard/history", 200)]
    [InlineData("/api/cameras/yard/history?hours=0", 400)]
    [InlineData("/api/session", 200)]
    [InlineData("/api/users", 403)]
    [InlineData("/api/nowhere", 404)]
    public async Task HEAD_is_answered_as_GET_without_content(string path, int status)
    {
        using var get = await SendAsync("GET", path);
        using var head = await SendAsync("HEAD", path);

        Assert.Equal(status, (int)get.StatusCode);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.CacheControl, head.Headers.CacheControl);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        return await _gateway.Client.SendAsync(request, Token);
    }
}
