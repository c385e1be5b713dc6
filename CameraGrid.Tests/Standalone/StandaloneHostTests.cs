using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CameraGrid.Gateway.Auth;
using CameraGrid.Standalone;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Standalone;

public sealed class StandaloneHostTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-standalone-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Data => $"--CAMGRID_DATA={_folder.FullName}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_cameras_it_shows_simulated_ones_live()
    {
        await using var host = await StartAsync("--Simulator:Cameras=1");
        using var client = new HttpClient { BaseAddress = host.Address };

        Assert.Contains("simulated", host.Greeting, StringComparison.Ordinal);
        Assert.EndsWith(host.Address.GetLeftPart(UriPartial.Authority), host.Greeting, StringComparison.Ordinal);
        JsonNode? state;
        do
        {
            var cameras = await client.GetFromJsonAsync<JsonNode>("/api/cameras", Token);
            state = cameras!["cameras"]!.AsArray().Single()!["streams"]!["sub"]!["state"];
            await Task.Delay(100, Token);
        } while (state!.GetValue<string>() != "live");

        using var snapshot = await client.GetAsync("/live/cam1/sub/snapshot.jpg", Token);
        Assert.Equal("image/jpeg", snapshot.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task With_cameras_it_shows_them_only_and_stops_soon()
    {
        var host = await StartAsync("--CAMERA_1_NAME=Mine", "--CAMERA_1_URL=rtsp://127.0.0.1:1/");
        using var client = new HttpClient { BaseAddress = host.Address };
        var cameras = await client.GetFromJsonAsync<JsonNode>("/api/cameras", Token);
        using var events = await client.GetStreamAsync("/api/events", Token);

        Assert.Null(host.Simulator);
        Assert.DoesNotContain("simulated", host.Greeting, StringComparison.Ordinal);
        Assert.Equal("mine", cameras!["cameras"]!.AsArray().Single()!["id"]!.GetValue<string>());
        var watch = Stopwatch.StartNew();
        await host.DisposeAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_camera_of_the_camera_page_takes_the_place_of_the_simulated_ones_after_a_restart_too()
    {
        await using (var host = await StartAsync("--Simulator:Cameras=1"))
        {
            using var client = new HttpClient { BaseAddress = host.Address };
            var mine = new
            {
                name = "Mine",
                url = "rtsp://127.0.0.1:1/",
                username = "ann",
                password = "hush",
            };
            using var added = await client.PostAsJsonAsync("/api/cameras", mine, Token);
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            Assert.Equal(["mine"], await IdsAsync(client));
        }

        await using var again = await StartAsync("--Simulator:Cameras=1");
        using var other = new HttpClient { BaseAddress = again.Address };
        Assert.Null(again.Simulator);
        Assert.Equal(["mine"], await IdsAsync(other));
        using var removed = await other.DeleteAsync("/api/cameras/mine", Token);
        Assert.Empty(await IdsAsync(other));

        static async Task<IReadOnlyList<string>> IdsAsync(HttpClient client) =>
            [
                .. (await client.GetFromJsonAsync<JsonNode>("/api/cameras", Token))!["cameras"]!
                    .AsArray()
                    .Select(camera => camera!["id"]!.GetValue<string>()),
            ];
    }

    [Fact]
    public async Task The_first_camera_that_is_configured_takes_the_place_of_the_simulated_ones()
    {
        var env = Path.Combine(_folder.FullName, ".env");
        await File.WriteAllTextAsync(env, "# none yet\n", Token);
        await using var host = await StartAsync("--Simulator:Cameras=1", $"--CAMGRID_ENV_FILE={env}");
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal("cam1", (await CamerasAsync()).Single()!["id"]!.GetValue<string>());

        await File.WriteAllTextAsync(env, "CAMERA_1_NAME=Mine\nCAMERA_1_URL=rtsp://127.0.0.1:1/\n", Token);

        // The gateway lists it, and the transcoder tries it.
        JsonNode mine;
        do
        {
            await Task.Delay(50, Token);
            mine = (await CamerasAsync()).Single()!;
        } while (mine["streams"]!["main"]!["lastRestartReason"]?.GetValue<string>() != "refused");

        Assert.Equal("mine", mine["id"]!.GetValue<string>());

        async Task<JsonArray> CamerasAsync() =>
            (await client.GetFromJsonAsync<JsonNode>("/api/cameras", Token))!["cameras"]!.AsArray();
    }

    [Fact]
    public async Task A_page_whose_name_was_made_to_lead_here_is_refused()
    {
        await using var host = await StartAsync("--CAMERA_1_URL=rtsp://127.0.0.1:1/");
        using var client = new HttpClient { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/cameras")
        {
            Headers = { Host = "evil.example" },
        };

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request, Token)).StatusCode);
    }

    [Fact]
    public async Task Every_name_it_is_told_is_its_own_and_its_page_may_use_it()
    {
        await using var host = await StandaloneHost.StartAsync(
            [
                Data,
                "--CAMGRID_URL=http://0.0.0.0:0",
                "--CAMGRID_ALLOW_REMOTE=true",
                "--AllowedHosts=grid.example",
                "--CAMERA_1_URL=rtsp://127.0.0.1:1/",
            ],
            Token
        );
        using var client = new HttpClient { BaseAddress = host.Address };

        Assert.Equal("127.0.0.1", host.Address.Host);
        Assert.Contains("There is no account", host.Greeting, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("grid.example", "https://grid.example"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host.Address.Authority, origin: null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("grid.example", "https://other.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("evil.example", "http://evil.example"));

        foreach (var address in ThisMachine.Addresses)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(Authority(address), origin: null));
        }

        var ipv4 = ThisMachine.Addresses.Where(address => address.AddressFamily is AddressFamily.InterNetwork).ToList();
        Assert.Equal(ipv4.Count > 0, host.Greeting.Contains("On other devices: ", StringComparison.Ordinal));
        foreach (var address in ipv4.Take(1))
        {
            Assert.Contains($"On other devices: http://{Authority(address)}", host.Greeting, StringComparison.Ordinal);
            using var answer = await client.GetAsync($"http://{Authority(address)}/alive", Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        string Authority(IPAddress address) => $"{new IPEndPoint(address, host.Address.Port)}";

        async Task<HttpStatusCode> StatusAsync(string name, string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/cameras") { Headers = { Host = name } };
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            using var response = await client.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task Other_machines_are_let_in_with_an_account_only()
    {
        string[] remote = [Data, "--CAMGRID_URL=http://0.0.0.0:0", "--CAMERA_1_URL=rtsp://127.0.0.1:1/"];

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            StandaloneHost.StartAsync(remote, Token)
        );
        var failure = Assert.Single(exception.Failures);
        Assert.StartsWith("CAMGRID_URL: only an address of this machine", failure, StringComparison.Ordinal);
        Assert.Contains("./camgrid user add NAME", failure, StringComparison.Ordinal);

        // Nothing runs over the folder: the command starts the store itself.
        Assert.Equal(0, await UserAsync("user", "add", "ann"));
        await using var host = await StandaloneHost.StartAsync(remote, Token);
        Assert.StartsWith("CameraGrid: ", host.Greeting, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = host.Address };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/cameras", Token)).StatusCode);

        // Now it does: the command goes to that one's store.
        Assert.Equal(0, await UserAsync("user", "add", "bob"));
        Assert.Equal(1, await UserAsync("user", "add", "bob"));
        HttpStatusCode status;
        do
        {
            using var answer = await client.PostAsJsonAsync(
                "/api/session",
                new { name = "bob", password = "correct horse battery" },
                Token
            );
            status = answer.StatusCode;
        } while (status is HttpStatusCode.Unauthorized);

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(1, await UserAsync("user", "remove", "ann"));
        Assert.Equal(0, await UserAsync("user", "password", "ann"));
        Assert.Equal(0, await UserAsync("user", "remove", "bob"));

        Task<int> UserAsync(params string[] args) =>
            StandaloneAccounts.RunAsync(
                _folder.FullName,
                store =>
                    AccountCommand.RunAsync(
                        args,
                        store,
                        () => "correct horse battery",
                        TextWriter.Null,
                        TextWriter.Null
                    )
            );
    }

    [Fact]
    public async Task An_address_in_use_is_told_by_its_key_before_anything_is_touched()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var exception = await Assert.ThrowsAsync<IOException>(() =>
            StandaloneHost.StartAsync([Data, $"--CAMGRID_URL=http://{other.LocalEndpoint}"], Token)
        );

        Assert.StartsWith(
            $"CAMGRID_URL: cannot listen on http://{other.LocalEndpoint}",
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.IsType<AddressInUseException>(exception.InnerException);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task A_data_folder_serves_one_process_at_a_time()
    {
        await using var host = await StartAsync("--CAMERA_1_URL=rtsp://127.0.0.1:1/");

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync());

        Assert.StartsWith("CAMGRID_DATA: ", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    private Task<StandaloneHost> StartAsync(params string[] args) =>
        StandaloneHost.StartAsync([Data, "--CAMGRID_URL=http://127.0.0.1:0", .. args], Token);
}
