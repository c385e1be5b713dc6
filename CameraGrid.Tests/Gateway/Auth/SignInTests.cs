using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using CameraGrid.Gateway.Auth;
using CameraGrid.Tests.Cameras.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Tests.Gateway.Auth;

public sealed class SignInTests : IAsyncLifetime
{
    private const string OtherPassword = "staple battery horse";

    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task Without_an_account_this_machine_needs_no_session()
    {
        await _gateway.StartAsync();
        using var visitor = new Visitor(_gateway.Address);

        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/api/cameras"));
        var session = await _gateway.GetJsonAsync("/api/session");
        Assert.Null(session["name"]);
        Assert.Equal("/", await LocationAsync(visitor.SendAsync(HttpMethod.Get, "/login")));
        Assert.Equal(HttpStatusCode.Conflict, await visitor.SignInAsync());
        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/api/users"), 403, "No account");
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Without_an_account_other_machines_are_let_in_by_nothing_but_the_operators_word()
    {
        await _gateway.StartAsync("--urls=http://0.0.0.0:0");
        using var visitor = new Visitor(new UriBuilder(_gateway.Address) { Host = "127.0.0.1" }.Uri);

        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/api/cameras"), 403, "No account");
        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/live/yard/main/index.m3u8"), 403, "No account");
        Assert.Equal("/login#no-account", await LocationAsync(visitor.SendAsync(HttpMethod.Get, "/")));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/alive"));
        Assert.Equal(HttpStatusCode.Forbidden, await visitor.SignInAsync());

        await using var allowing = new GatewayUnderTest();
        await allowing.StartAsync("--urls=http://0.0.0.0:0", "--CAMGRID_ALLOW_REMOTE=true");
        using var guest = new Visitor(new UriBuilder(allowing.Address) { Host = "127.0.0.1" }.Uri);
        Assert.Equal(HttpStatusCode.OK, await guest.StatusAsync("/api/cameras"));
    }

    [Fact]
    public async Task With_an_account_everything_but_the_way_in_needs_a_session()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        string[] closed =
        [
            "/api/cameras",
            "/api/cameras/yard/history",
            "/api/events",
            "/api/users",
            "/api/kiosks",
            "/api/session",
            "/api/nowhere",
            "/live/yard/main/index.m3u8",
            "/live/yard/main/snapshot.jpg",
            "/live/nowhere",
            "/openapi/v1.json",
        ];
        (string Path, string Location)[] pages =
        [
            ("/", "/login"),
            ("/status", "/login?return=%2Fstatus"),
            ("/accounts", "/login?return=%2Faccounts"),
            ("/?kiosk&cameras=a,b", "/login?return=%2F%3Fkiosk%26cameras%3Da,b"),
        ];
        string[] open = ["/alive", "/health", "/login", "/enter", "/assets/login-abc.css", "/favicon.svg"];

        foreach (var path in closed)
        {
            await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, path), 401, "Sign in first");
        }

        foreach (var (path, location) in pages)
        {
            Assert.Equal(location, await LocationAsync(visitor.SendAsync(HttpMethod.Get, path)));
        }

        foreach (var path in open)
        {
            Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync(path));
        }

        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Post, "/api/playback"), 401, "Sign in first");
        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/live/yard/main/whep"), 401, "Sign in first");
    }

    [Fact]
    public async Task The_right_password_opens_everything()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);

        Assert.Equal(HttpStatusCode.NoContent, await visitor.SignInAsync(" Admin "));

        Assert.StartsWith("camgrid=", visitor.SetCookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", visitor.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=lax", visitor.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", visitor.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/api/cameras"));
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/"));
        Assert.Equal("/status", await LocationAsync(visitor.SendAsync(HttpMethod.Get, "/login?return=/status")));
        using var session = await visitor.SendAsync(HttpMethod.Get, "/api/session");
        var who = await session.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal("admin", who!["name"]!.GetValue<string>());
        Assert.Equal("admin", who["role"]!.GetValue<string>());
        using var media = await visitor.SendAsync(HttpMethod.Get, "/live/yard/main/s1.m4s");
        Assert.True(media.Headers.CacheControl is { Private: true, Public: false, MaxAge.TotalHours: 1 });

        using var left = await visitor.SendAsync(HttpMethod.Delete, "/api/session");
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("/api/cameras"));
    }

    [Fact]
    public async Task Over_https_browsers_take_the_cookie_from_this_host_only()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session")
        {
            Content = JsonContent.Create(new { name = Visitor.Admin, password = Visitor.Password }),
        };
        // A proxy on this machine, which is trusted.
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await visitor.SendAsync(request);

        Assert.StartsWith("__Host-camgrid=", visitor.SetCookie, StringComparison.Ordinal);
        Assert.Contains("; secure", visitor.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", visitor.SetCookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_get_the_same_answer()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        (string Name, string Password)[] wrong =
        [
            (Visitor.Admin, "correct horse batterz"),
            ("nobody", Visitor.Password),
            ("", ""),
            ("no name at all \u0001", Visitor.Password),
        ];
        foreach (var (name, password) in wrong)
        {
            await AssertProblemAsync(
                visitor.SendAsync(HttpMethod.Post, "/api/session", new { name, password }),
                401,
                "Wrong"
            );
            var location = await LocationAsync(
                visitor.PostFormAsync("/login?return=%2Fstatus", ("name", name), ("password", password))
            );
            Assert.Equal("/login?return=%2Fstatus#wrong", location);
        }

        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task After_signing_in_the_way_leads_to_no_other_site()
    {
        await StartAsync();
        (string Wish, string Expected)[] ways =
        [
            ("/status", "/status"),
            ("/?kiosk&cameras=a", "/?kiosk&cameras=a"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("\\\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("https://evil.example/", "/"),
            ("~/status", "/"),
            ("javascript:alert(1)", "/"),
            ("", "/"),
        ];
        foreach (var (wish, expected) in ways)
        {
            using var visitor = new Visitor(_gateway.Address);
            var path = $"/login?return={Uri.EscapeDataString(wish)}";

            var first = await LocationAsync(
                visitor.PostFormAsync(path, ("name", Visitor.Admin), ("password", Visitor.Password))
            );
            var second = await LocationAsync(visitor.SendAsync(HttpMethod.Get, path));

            Assert.Equal((expected, expected), (first, second));
        }
    }

    [Fact]
    public async Task A_form_of_another_site_signs_nobody_in()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login")
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("name", Visitor.Admin),
                KeyValuePair.Create("password", Visitor.Password),
            ]),
            Headers = { { "Origin", "https://evil.example" } },
        };

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Null(visitor.Cookie);
    }

    [Theory]
    [InlineData("POST", "/api/users")]
    [InlineData("PUT", "/api/users/admin/password")]
    [InlineData("DELETE", "/api/users/admin")]
    [InlineData("POST", "/api/kiosks")]
    [InlineData("DELETE", "/api/kiosks/hall")]
    [InlineData("DELETE", "/api/session")]
    public async Task A_page_of_another_site_changes_nothing_by_an_admins_cookie(string method, string path)
    {
        await StartAsync();
        using var admin = new Visitor(_gateway.Address);
        await admin.SignInAsync();
        foreach (var origin in new[] { "https://evil.example", "null", "http://127.0.0.1:1" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path)
            {
                Content = JsonContent.Create(
                    new
                    {
                        name = "eve",
                        password = OtherPassword,
                        role = "admin",
                    }
                ),
                Headers = { { "Origin", origin } },
            };
            await AssertProblemAsync(admin.SendAsync(request), 403, "Other origin");
        }

        using var list = await admin.SendAsync(HttpMethod.Get, "/api/users");
        var users = (await list.Content.ReadFromJsonAsync<JsonNode>(Token))!["users"]!.AsArray();
        Assert.Equal("admin", Assert.Single(users)!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_the_name_for_a_while_and_the_right_one_with_them()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        for (var wrong = 0; wrong < SignInLimits.PerName; wrong++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await visitor.SignInAsync(password: "wrong"));
        }

        using var refused = await visitor.SendAsync(
            HttpMethod.Post,
            "/api/session",
            new { name = Visitor.Admin, password = Visitor.Password }
        );
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(SignInLimits.NameBackEvery, refused.Headers.RetryAfter?.Delta);
        Assert.Equal(
            "/login#too-many",
            await LocationAsync(visitor.PostFormAsync("/login", ("name", Visitor.Admin), ("password", "x")))
        );

        _gateway.Time.Advance(SignInLimits.NameBackEvery);

        Assert.Equal(HttpStatusCode.NoContent, await visitor.SignInAsync());
    }

    [Fact]
    public async Task A_session_that_is_not_used_for_a_month_is_over()
    {
        await StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        await visitor.SignInAsync();
        var first = visitor.Cookie;
        for (var week = 0; week < 8; week++)
        {
            // Without its timers, which would all ring for every second of it.
            _gateway.Time.AdjustTime(_gateway.Time.GetUtcNow() + TimeSpan.FromDays(7));
            Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/api/cameras"));
        }

        Assert.NotEqual(first, visitor.Cookie);
        _gateway.Time.AdjustTime(_gateway.Time.GetUtcNow() + SessionCookie.Lifetime);
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("/api/cameras"));
    }

    [Fact]
    public async Task A_session_is_good_at_every_gateway_and_another_password_ends_it_everywhere()
    {
        await StartAsync();
        await using var second = new GatewayUnderTest();
        await second.StartAsync($"--ConnectionStrings:redis={_gateway.Store}");
        using var here = new Visitor(_gateway.Address);
        await here.SignInAsync();
        using var there = here.At(second.Address);
        Assert.Equal(HttpStatusCode.OK, await there.StatusAsync("/api/cameras"));

        using var changed = await there.SendAsync(
            HttpMethod.Put,
            "/api/users/admin/password",
            new { password = OtherPassword }
        );

        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await UntilAsync(here, HttpStatusCode.Unauthorized);
        await UntilAsync(there, HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.NoContent, await here.SignInAsync(password: OtherPassword));
        using var again = here.At(second.Address);
        Assert.Equal(HttpStatusCode.OK, await again.StatusAsync("/api/cameras"));
    }

    [Fact]
    public async Task Open_sockets_and_event_streams_end_with_their_session()
    {
        await StartAsync();
        using var admin = new Visitor(_gateway.Address);
        using var viewer = new Visitor(_gateway.Address);
        await admin.SignInAsync();
        using var added = await admin.SendAsync(
            HttpMethod.Post,
            "/api/users",
            new
            {
                name = "ann",
                password = OtherPassword,
                role = "viewer",
            }
        );
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        while (await viewer.SignInAsync("ann", OtherPassword) is not HttpStatusCode.NoContent) { }

        using var kept = await admin.OpenSocketAsync("/live/yard/main/mse");
        using var socket = await viewer.OpenSocketAsync("/live/yard/main/mse");
        using var events = await viewer.SendAsync(HttpMethod.Get, "/api/events");
        await using var stream = await events.Content.ReadAsStreamAsync(Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("event: cameras", await reader.ReadLineAsync(Token));

        using var removed = await admin.SendAsync(HttpMethod.Delete, "/api/users/ann");

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[1], Token));
        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await viewer.StatusAsync("/api/cameras"));
        var exception = await Assert.ThrowsAsync<WebSocketException>(() =>
            viewer.OpenSocketAsync("/live/yard/main/mse")
        );
        Assert.Contains("401", exception.Message, StringComparison.Ordinal);
        Assert.Equal(WebSocketState.Open, kept.State);
    }

    [Fact]
    public async Task A_password_in_a_file_makes_the_first_account_and_no_second_one()
    {
        using var file = new TemporaryFile($"{Visitor.Password}\n");
        await _gateway.StartAsync($"--CAMGRID_ADMIN_PASSWORD_FILE={file.Path}");
        await using var second = new GatewayUnderTest();
        await second.StartAsync(
            $"--ConnectionStrings:redis={_gateway.Store}",
            $"--CAMGRID_ADMIN_PASSWORD={OtherPassword}"
        );
        using var visitor = new Visitor(second.Address);

        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.SignInAsync(password: OtherPassword));
        Assert.Equal(HttpStatusCode.NoContent, await visitor.SignInAsync());
    }

    [Fact]
    public async Task The_first_account_sends_those_away_who_watched_without_one()
    {
        await _gateway.StartAsync();
        using var visitor = new Visitor(_gateway.Address);
        using var events = await visitor.SendAsync(HttpMethod.Get, "/api/events");
        await using var stream = await events.Content.ReadAsStreamAsync(Token);
        using var reader = new StreamReader(stream);
        Assert.Equal("event: cameras", await reader.ReadLineAsync(Token));

        Assert.Equal(0, await CommandAsync(_gateway.Store, OtherPassword, "user", "add", "ann"));

        await Assert.ThrowsAnyAsync<IOException>(() => reader.ReadToEndAsync(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await visitor.StatusAsync("/api/cameras"));
        Assert.Equal(HttpStatusCode.NoContent, await visitor.SignInAsync("ann", OtherPassword));
        // The first one is an admin, asked for or not.
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/api/users"));
    }

    [Fact]
    public async Task Viewers_watch_and_manage_nothing()
    {
        await StartAsync();
        Assert.Equal(0, await CommandAsync(_gateway.Store, OtherPassword, "user", "add", "ann"));
        using var viewer = new Visitor(_gateway.Address);
        while (await viewer.SignInAsync("ann", OtherPassword) is not HttpStatusCode.NoContent) { }

        Assert.Equal(HttpStatusCode.OK, await viewer.StatusAsync("/api/cameras"));
        (HttpMethod Method, string Path, object? Body)[] forAdmins =
        [
            (HttpMethod.Get, "/api/users", null),
            (HttpMethod.Head, "/api/users", null),
            (
                HttpMethod.Post,
                "/api/users",
                new
                {
                    name = "eve",
                    password = OtherPassword,
                    role = "admin",
                }
            ),
            (HttpMethod.Put, "/api/users/admin/password", new { password = OtherPassword }),
            (HttpMethod.Put, "/api/users/ann/password", new { password = OtherPassword }),
            (HttpMethod.Delete, "/api/users/admin", null),
            (HttpMethod.Delete, "/api/users/ann", null),
            (HttpMethod.Get, "/api/kiosks", null),
            (HttpMethod.Head, "/api/kiosks", null),
            (HttpMethod.Post, "/api/kiosks", new { name = "hall" }),
            (HttpMethod.Delete, "/api/kiosks/hall", null),
        ];
        foreach (var (method, path, body) in forAdmins)
        {
            await AssertProblemAsync(viewer.SendAsync(method, path, body), 403, "For admins");
        }
    }

    [Fact]
    public async Task Accounts_are_made_listed_and_removed_and_one_admin_stays()
    {
        await StartAsync();
        using var admin = new Visitor(_gateway.Address);
        await admin.SignInAsync();

        await AssertProblemAsync(AddAsync("a b", OtherPassword, "viewer"), 400, "Bad name");
        await AssertProblemAsync(AddAsync("ann", "short", "viewer"), 400, "Bad password");
        await AssertProblemAsync(AddAsync("ann", OtherPassword, "root"), 400, "Bad role");
        using var made = await AddAsync("Ann", OtherPassword, "viewer");
        Assert.Equal("/api/users/ann", made.Headers.Location?.OriginalString);
        await AssertProblemAsync(AddAsync("ANN", OtherPassword, "viewer"), 409, "Name taken");
        await AssertProblemAsync(admin.SendAsync(HttpMethod.Delete, "/api/users/admin"), 409, "Last admin");
        await AssertProblemAsync(admin.SendAsync(HttpMethod.Delete, "/api/users/bob"), 404, "No such name");
        using var list = await admin.SendAsync(HttpMethod.Get, "/api/users");
        var text = await list.Content.ReadAsStringAsync(Token);
        Assert.Equal(
            ["admin:admin", "ann:viewer"],
            JsonNode.Parse(text)!["users"]!
                .AsArray()
                .Select(user => $"{user!["name"]!.GetValue<string>()}:{user["role"]!.GetValue<string>()}")
        );
        Assert.DoesNotContain("hash", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("stamp", text, StringComparison.OrdinalIgnoreCase);

        Task<HttpResponseMessage> AddAsync(string name, string password, string role) =>
            admin.SendAsync(
                HttpMethod.Post,
                "/api/users",
                new
                {
                    name,
                    password,
                    role,
                }
            );
    }

    [Fact]
    public async Task A_kiosk_comes_in_by_its_link_until_that_is_revoked()
    {
        await StartAsync();
        using var admin = new Visitor(_gateway.Address);
        await admin.SignInAsync();
        using var made = await admin.SendAsync(HttpMethod.Post, "/api/kiosks", new { name = "hall" });
        var link = (await made.Content.ReadFromJsonAsync<JsonNode>(Token))!["link"]!.GetValue<string>();
        Assert.Matches("^/enter#[0-9a-f]{64}$", link);
        using var list = await admin.SendAsync(HttpMethod.Get, "/api/kiosks");
        Assert.DoesNotContain(link[7..], await list.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        using var kiosk = new Visitor(_gateway.Address);
        Assert.Equal(
            "/?kiosk&cameras=yard",
            await LocationAsync(kiosk.PostFormAsync("/enter?cameras=yard", ("token", link[7..])))
        );
        Assert.Equal(HttpStatusCode.OK, await kiosk.StatusAsync("/api/cameras"));
        Assert.Equal(HttpStatusCode.Forbidden, await kiosk.StatusAsync("/api/users"));

        using var revoked = await admin.SendAsync(HttpMethod.Delete, "/api/kiosks/hall");
        await UntilAsync(kiosk, HttpStatusCode.Unauthorized);
        Assert.Equal(
            "/login?return=%2F%3Fkiosk#no-kiosk",
            await LocationAsync(kiosk.PostFormAsync("/enter", ("token", link[7..])))
        );
    }

    [Fact]
    public async Task Without_the_store_sessions_go_on_and_begin_and_it_gets_back_what_it_lost()
    {
        await using var redis = new RedisProcess();
        await redis.StartAsync(Token);
        await StartAsync($"--ConnectionStrings:redis={redis.ConnectionString}");
        using var visitor = new Visitor(_gateway.Address);
        using var other = new Visitor(_gateway.Address);
        await visitor.SignInAsync();

        await redis.StopAsync();

        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/api/cameras"));
        Assert.Equal(HttpStatusCode.NoContent, await other.SignInAsync());
        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/api/users"), 503, "No store");

        // It comes back empty.
        await redis.StartAsync(Token);
        while (await redis.SendAsync("HLEN", "cameragrid:accounts") != "1")
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(20, Token);
        }

        await using var second = new GatewayUnderTest();
        await second.StartAsync($"--ConnectionStrings:redis={redis.ConnectionString}");
        using var there = other.At(second.Address);
        Assert.Equal(HttpStatusCode.OK, await there.StatusAsync("/api/cameras"));
    }

    [Fact]
    public async Task Nobody_comes_in_while_it_is_not_known_whether_there_are_accounts()
    {
        await using var redis = new RedisProcess();
        await StartAsync($"--ConnectionStrings:redis={redis.ConnectionString}");
        using var visitor = new Visitor(_gateway.Address);

        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/api/cameras"), 503, "No store");
        await AssertProblemAsync(visitor.SendAsync(HttpMethod.Get, "/live/yard/main/mse"), 503, "No store");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await visitor.SignInAsync());
        Assert.Equal(
            "/login#away",
            await LocationAsync(visitor.PostFormAsync("/login", ("name", "admin"), ("password", "x")))
        );
        // The page waits by itself.
        Assert.Equal(HttpStatusCode.OK, await visitor.StatusAsync("/"));

        await redis.StartAsync(Token);
        while (await visitor.SignInAsync() is not HttpStatusCode.NoContent)
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(20, Token);
        }
    }

    [Fact]
    public async Task No_secret_is_logged_however_much_is()
    {
        _gateway.Configure = services => services.AddFakeLogging();
        await StartAsync("--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft=Trace");
        using var visitor = new Visitor(_gateway.Address);
        await visitor.SignInAsync(password: "a password that is wrong");
        await visitor.SignInAsync("typed-into-the-wrong-field", "x");
        using var form = await visitor.PostFormAsync("/login", ("name", "admin"), ("password", Visitor.Password));
        using var made = await visitor.SendAsync(HttpMethod.Post, "/api/kiosks", new { name = "hall" });
        var link = (await made.Content.ReadFromJsonAsync<JsonNode>(Token))!["link"]!.GetValue<string>();
        using var kiosk = new Visitor(_gateway.Address);
        using var entered = await kiosk.PostFormAsync("/enter", ("token", link[7..]));
        Assert.NotNull(kiosk.Cookie);

        var logs = _gateway.Logs.Select(record =>
            $"{record.Message} {string.Join(' ', record.StructuredState ?? [])} {string.Join(' ', record.Scopes)} {record.Exception}"
        );

        string[] secrets =
        [
            Visitor.Password,
            "a password that is wrong",
            "typed-into-the-wrong-field",
            link[7..],
            visitor.Cookie!.Split('=')[1],
            kiosk.Cookie.Split('=')[1],
        ];
        Assert.NotEmpty(logs);
        Assert.All(
            logs,
            line => Assert.All(secrets, secret => Assert.DoesNotContain(secret, line, StringComparison.Ordinal))
        );
    }

    private async Task StartAsync(params string[] args)
    {
        var page = await _gateway.ServeAsync(app => app.Map("/{**path}", () => "a page"));
        await _gateway.StartAsync([Visitor.FirstAccount, $"--Gateway:FrontendAddress={page}", .. args]);
        if (args.Length == 0)
        {
            var node = await _gateway.ServeAsync(MapNode);
            await _gateway.AnnounceAsync("one", node);
        }
    }

    private static void MapNode(WebApplication app)
    {
        app.UseWebSockets();
        app.Map(
            "/{**path}",
            async context =>
            {
                if (context.WebSockets.IsWebSocketRequest)
                {
                    using var socket = await context.WebSockets.AcceptWebSocketAsync();
                    await socket.ReceiveAsync(new byte[1], context.RequestAborted);
                }

                context.Response.Headers.CacheControl = "public, max-age=3600";
            }
        );
    }

    private static Task<int> CommandAsync(string store, string password, params string[] args) =>
        AccountCommand.RunAsync(args, store, () => password, TextWriter.Null, TextWriter.Null);

    private static async Task UntilAsync(Visitor visitor, HttpStatusCode status)
    {
        while (await visitor.StatusAsync("/api/cameras") != status)
        {
            await Task.Delay(10, Token);
        }
    }

    private static async Task<string?> LocationAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        Assert.InRange((int)answer.StatusCode, 302, 303);
        return answer.Headers.Location?.OriginalString;
    }

    private static async Task AssertProblemAsync(Task<HttpResponseMessage> asking, int status, string title)
    {
        using var answer = await asking;
        Assert.Equal(status, (int)answer.StatusCode);
        if (answer.RequestMessage!.Method == HttpMethod.Head)
        {
            return;
        }

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal(title, problem!["title"]!.GetValue<string>());
    }
}
