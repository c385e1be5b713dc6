using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;
using CameraGrid.Gateway.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CameraGrid.Tests.Gateway.Auth;

public sealed class OwnPasswordTests : IAsyncLifetime
{
    private const string Former = "staple battery horse";
    private const string Next = "horse staple battery";
    private const string Path = "/api/session/password";

    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_viewers_new_password_keeps_this_session_and_ends_the_others()
    {
        using var ann = await StartAsync();
        using var elsewhere = await SignInAsync("ann", Former);
        var node = await _gateway.ServeAsync(MapNode);
        await _gateway.AnnounceAsync("one", node);
        using var socket = await elsewhere.OpenSocketAsync("/live/yard/main/mse");

        using var changed = await ChangeAsync(ann, Former, Next);

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal("", await changed.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, await ann.StatusAsync("/api/cameras"));
        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[1], Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await elsewhere.StatusAsync("/api/cameras"));
        Assert.Equal(HttpStatusCode.Unauthorized, await elsewhere.SignInAsync("ann", Former));
        Assert.Equal(HttpStatusCode.NoContent, await elsewhere.SignInAsync("ann", Next));
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_changes_nothing()
    {
        using var ann = await StartAsync();

        await AssertProblemAsync(ChangeAsync(ann, "a wrong password", Next), 403, "Wrong password", "current");
        await AssertProblemAsync(ChangeAsync(ann, null, Next), 403, "Wrong password", "current");
        await AssertProblemAsync(ChangeAsync(ann, Former, "too short"), 400, "Bad password", "password");
        await AssertProblemAsync(ChangeAsync(ann, Former, null), 400, "Bad password", "password");

        Assert.Equal(HttpStatusCode.OK, await ann.StatusAsync("/api/cameras"));
        Assert.Equal(HttpStatusCode.NoContent, await ann.SignInAsync("ann", Former));
    }

    [Fact]
    public async Task Guessing_the_current_one_is_limited_as_signing_in_is()
    {
        using var ann = await StartAsync();
        for (var wrong = 0; wrong < SignInLimits.PerName; wrong++)
        {
            using var refused = await ChangeAsync(ann, "a wrong password", Next);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var stopped = await ChangeAsync(ann, Former, Next);

        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        Assert.Equal(SignInLimits.NameBackEvery, stopped.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.TooManyRequests, await ann.SignInAsync("ann", Former));
        _gateway.Time.Advance(SignInLimits.NameBackEvery);
        using var changed = await ChangeAsync(ann, Former, Next);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
    }

    [Fact]
    public async Task Only_a_session_of_an_account_has_a_password_to_change()
    {
        using var ann = await StartAsync();
        using var nobody = new Visitor(_gateway.Address);
        using var kiosk = new Visitor(_gateway.Address);
        using var admin = await SignInAsync(Visitor.Admin, Visitor.Password);
        using var made = await admin.SendAsync(HttpMethod.Post, "/api/kiosks", new { name = "hall" });
        var link = (await made.Content.ReadFromJsonAsync<JsonNode>(Token))!["link"]!.GetValue<string>();
        using var entered = await kiosk.PostFormAsync("/enter", ("token", link[7..]));

        await AssertProblemAsync(ChangeAsync(nobody, Former, Next), 401, "Sign in first");
        await AssertProblemAsync(ChangeAsync(kiosk, Former, Next), 403, "No password");

        await using var open = new GatewayUnderTest();
        await open.StartAsync();
        using var anybody = new Visitor(open.Address);
        await AssertProblemAsync(ChangeAsync(anybody, Former, Next), 409, "No sign-in");
    }

    [Fact]
    public async Task A_page_of_another_site_changes_no_password()
    {
        using var ann = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, Path)
        {
            Content = JsonContent.Create(new { current = Former, password = Next }),
            Headers = { { "Origin", "https://evil.example" } },
        };

        await AssertProblemAsync(ann.SendAsync(request), 403, "Other origin");

        Assert.Equal(HttpStatusCode.NoContent, await ann.SignInAsync("ann", Former));
    }

    [Fact]
    public async Task Neither_password_is_logged_or_told()
    {
        _gateway.Configure = services => services.AddFakeLogging();
        using var ann = await StartAsync("--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace");
        using var refused = await ChangeAsync(ann, "a password that is wrong", Next);
        using var changed = await ChangeAsync(ann, Former, Next);

        var told = await refused.Content.ReadAsStringAsync(Token);
        var lines = _gateway.Logs.Select(record =>
            $"{record.Message} {string.Join(' ', record.StructuredState ?? [])} {string.Join(' ', record.Scopes)} {record.Exception}"
        );

        string[] secrets = [Former, Next, "a password that is wrong", ann.Cookie!.Split('=')[1], .. await KeptAsync()];
        Assert.Contains(
            _gateway.Logs,
            record => record.Message.StartsWith("ann changed the password", StringComparison.Ordinal)
        );
        Assert.All(
            lines.Append(told),
            line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal))
        );
    }

    /// <returns>A viewer, signed in.</returns>
    private async Task<Visitor> StartAsync(params string[] args)
    {
        await _gateway.StartAsync([Visitor.FirstAccount, .. args]);
        using var admin = await SignInAsync(Visitor.Admin, Visitor.Password);
        using var added = await admin.SendAsync(
            HttpMethod.Post,
            "/api/users",
            new
            {
                name = "ann",
                password = Former,
                role = "viewer",
            }
        );
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        return await SignInAsync("ann", Former);
    }

    // What the store keeps of passwords and sessions.
    private async Task<IEnumerable<string>> KeptAsync()
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(_gateway.Store);
        var records = await new AccountStore(redis).ReadAllAsync(Token);
        return records.Accounts.SelectMany(account => new[] { account.PasswordHash, account.Stamp });
    }

    // Until the gateway heard of the account.
    private async Task<Visitor> SignInAsync(string name, string password)
    {
        var visitor = new Visitor(_gateway.Address);
        while (await visitor.SignInAsync(name, password) is not HttpStatusCode.NoContent) { }

        return visitor;
    }

    private static Task<HttpResponseMessage> ChangeAsync(Visitor visitor, string? current, string? password) =>
        visitor.SendAsync(HttpMethod.Put, Path, new { current, password });

    private static void MapNode(WebApplication app)
    {
        app.UseWebSockets();
        app.Map(
            "/{**path}",
            async context =>
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.ReceiveAsync(new byte[1], context.RequestAborted);
            }
        );
    }

    private static async Task AssertProblemAsync(
        Task<HttpResponseMessage> asking,
        int status,
        string title,
        string? field = null
    )
    {
        using var answer = await asking;
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal(title, problem!["title"]!.GetValue<string>());
        Assert.Equal(field, problem["field"]?.GetValue<string>());
    }
}
