using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CameraGrid.Tests.Gateway.Auth;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Tests.Gateway;

/// <summary>The API of the camera page.</summary>
public sealed class CameraSettingsTests : IAsyncLifetime
{
    private const string User = "garden-viewer";
    private const string Password = "quiet-as-a-mouse";

    private static readonly object Door = new
    {
        name = "Door",
        url = "rtsp://door/main",
        subUrl = "rtsp://door/sub",
        username = User,
        password = Password,
    };

    private readonly GatewayUnderTest _gateway = new()
    {
        Configure = services => services.AddLogging(logging => logging.AddFakeLogging()),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_camera_is_added_changed_and_removed_while_events_tell_it()
    {
        await _gateway.StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        await using var events = await EventReader.OpenAsync(_gateway.Client);
        await events.NextAsync();

        using var added = await visitor.SendAsync(HttpMethod.Post, "/api/cameras", Door);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal("/api/cameras/door", added.Headers.Location?.OriginalString);
        Assert.Equal("Door", (await _gateway.GetJsonAsync("/api/cameras/door"))["name"]!.GetValue<string>());
        var (type, told) = await events.NextAsync(skipPings: true);
        Assert.Equal("cameras", type);
        Assert.Equal("Door", told["cameras"]!.AsArray()[^1]!["name"]!.GetValue<string>());

        var edit = new { name = "Back door", url = "rtsp://door/main" };
        using var changed = await visitor.SendAsync(HttpMethod.Put, "/api/cameras/door", edit);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        var door = _gateway.Catalog.Find("door")!;
        Assert.Equal(("Back door", User, Password), (door.Name, door.Main.Username, door.Main.Password));

        using var removed = await visitor.SendAsync(HttpMethod.Delete, "/api/cameras/door");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, await visitor.StatusAsync("/api/cameras/door"));
        using var again = await visitor.SendAsync(HttpMethod.Delete, "/api/cameras/door");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task All_are_listed_with_where_they_are_written_down_and_no_credential_is_told_anywhere()
    {
        await _gateway.StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        using var events = new StreamReader(await _gateway.Client.GetStreamAsync("/api/events", Token));
        using var added = await visitor.SendAsync(HttpMethod.Post, "/api/cameras", Door);
        var elsewhere = new { name = "Door", url = "rtsp://elsewhere/main" };
        using var refused = await visitor.SendAsync(HttpMethod.Put, "/api/cameras/door", elsewhere);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);

        var settings = await _gateway.GetJsonAsync("/api/camera-settings");
        Assert.Equal(
            ["yard keys true", "gate keys false", "door page true"],
            settings["cameras"]!.AsArray().Select(camera => $"{camera!["id"]} {camera["source"]} {camera["hasUser"]}")
        );
        Assert.Equal("rtsp://yard/main", settings["cameras"]![0]!["url"]!.GetValue<string>());

        List<string> told =
        [
            settings.ToJsonString(),
            await added.Content.ReadAsStringAsync(Token),
            await refused.Content.ReadAsStringAsync(Token),
            await _gateway.Client.GetStringAsync("/api/cameras", Token),
            await _gateway.Client.GetStringAsync("/api/cameras/door", Token),
            .. _gateway.Logs.Select(line => $"{line.Message} {line.Exception}"),
        ];
        while (!told[^1].Contains("\"door\"", StringComparison.Ordinal))
        {
            told.Add(await events.ReadLineAsync(Token) ?? throw new EndOfStreamException());
        }

        Assert.DoesNotContain(told, text => text.Contains(Password, StringComparison.Ordinal));
        Assert.DoesNotContain(told, text => text.Contains(User, StringComparison.Ordinal));
        Assert.DoesNotContain(told, text => text.Contains("hush", StringComparison.Ordinal));
        var redactor = new CameraGrid.Cameras.Redactor(_gateway.Catalog);
        Assert.Equal("*** ***", redactor.Redact($"{User} {Password}"));
    }

    [Fact]
    public async Task What_is_wrong_is_told_by_field_and_changes_nothing()
    {
        await _gateway.StartAsync();
        using var visitor = new Visitor(_gateway.Address);

        var wrong = new
        {
            name = "Door",
            url = "http://door/",
            transport = "pigeon",
        };
        using var answer = await visitor.SendAsync(HttpMethod.Post, "/api/cameras", wrong);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal(
            """{"transport":["Must be tcp or udp."],"url":["Only rtsp:// and rtsps:// addresses are accepted."]}""",
            problem!["errors"]!.ToJsonString()
        );
        Assert.Equal(2, _gateway.Catalog.Cameras.Count);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_configured_camera_is_changed_where_it_is_written_down(string method)
    {
        await _gateway.StartAsync();
        using var visitor = new Visitor(_gateway.Address);

        using var answer = await visitor.SendAsync(new HttpMethod(method), "/api/cameras/yard", Door);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(".env", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("Yard", _gateway.Catalog.Find("yard")!.Name);
    }

    [Theory]
    [InlineData("POST", "/api/cameras")]
    [InlineData("PUT", "/api/cameras/door")]
    [InlineData("DELETE", "/api/cameras/door")]
    public async Task Only_admins_and_only_pages_of_this_site_change_cameras(string method, string path)
    {
        await _gateway.StartAsync(Visitor.FirstAccount);
        using var admin = new Visitor(_gateway.Address);
        using var viewer = new Visitor(_gateway.Address);
        using var stranger = new Visitor(_gateway.Address);
        await admin.SignInAsync();
        var account = new
        {
            name = "ann",
            password = Visitor.Password,
            role = "viewer",
        };
        using var made = await admin.SendAsync(HttpMethod.Post, "/api/users", account);
        // The gateway hears of the account it made by the store.
        while (await viewer.SignInAsync("ann") != HttpStatusCode.NoContent)
        {
            await Task.Delay(50, Token);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(stranger));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(viewer));
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(admin, "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await viewer.StatusAsync("/api/camera-settings"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/api/camera-settings"));
        Assert.Null(_gateway.Catalog.Find("door"));
        Assert.Equal(method == "POST" ? HttpStatusCode.Created : HttpStatusCode.NotFound, await SendAsync(admin));

        async Task<HttpStatusCode> SendAsync(Visitor who, string? origin = null)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path)
            {
                Content = JsonContent.Create(Door),
            };
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            using var answer = await who.SendAsync(request);
            return answer.StatusCode;
        }
    }
}
