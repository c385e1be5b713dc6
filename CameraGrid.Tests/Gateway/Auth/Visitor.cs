using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;

namespace CameraGrid.Tests.Gateway.Auth;

/// <summary>Someone with a browser's cookie jar of one cookie, who follows no redirect by itself.</summary>
internal sealed class Visitor(Uri address) : IDisposable
{
    public const string Admin = "admin";

    /// <summary>The first account's, as <see cref="FirstAccount"/> configures it.</summary>
    public const string Password = "correct horse battery";

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        BaseAddress = address,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What a gateway is started with that has an account from the beginning.</summary>
    public static string FirstAccount => $"--CAMGRID_ADMIN_PASSWORD={Password}";

    /// <summary>As the browser sends it; null before a session.</summary>
    public string? Cookie { get; private set; }

    /// <summary>As the server set it last, with its attributes.</summary>
    public string SetCookie { get; private set; } = "";

    /// <summary>The same one at another gateway.</summary>
    public Visitor At(Uri other) => new(other) { Cookie = Cookie };

    public async Task<HttpStatusCode> SignInAsync(string name = Admin, string password = Password)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/session", new { name, password });
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> PostFormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        return await SendAsync(request);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        return await SendAsync(request);
    }

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        if (Cookie is not null)
        {
            request.Headers.Add("Cookie", Cookie);
        }

        var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            SetCookie = Assert.Single(cookies);
            Cookie = SetCookie.Split(';')[0];
        }

        return answer;
    }

    public async Task<ClientWebSocket> OpenSocketAsync(string path)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", Cookie);
        socket.Options.CollectHttpResponseDetails = true;
        await socket.ConnectAsync(new UriBuilder(new Uri(address, path)) { Scheme = "ws" }.Uri, Token);
        return socket;
    }

    public void Dispose() => _client.Dispose();
}
