using System.Net;
using System.Net.WebSockets;
using CameraGrid.Cameras;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Transcoder;

/// <summary>Edits of the <c>.env</c> file while the transcoder runs.</summary>
public sealed class ReconfigurationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-edits-");

    private string Env => Path.Combine(_folder.FullName, ".env");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_edit_adds_and_removes_cameras_and_the_others_keep_their_FFmpeg()
    {
        await using var transcoder = await StartAsync(simulator => Camera(simulator, 1) + Camera(simulator, 2));
        await transcoder.LiveAsync("cam1");
        var kept = (await transcoder.LiveAsync("cam2"), transcoder.Ffmpegs().Single(IsOf("cam2")).Process.Id);
        using var viewer = await WatchAsync(transcoder, "cam1");

        Write(Camera(transcoder.Simulator, 2) + Camera(transcoder.Simulator, 3));

        await transcoder.LiveAsync("cam3");
        await UntilClosedAsync(viewer);
        await Eventually.IsAsync(async () => await transcoder.FindHealthAsync("cam1") is null);

        using var gone = await transcoder.Client.GetAsync("/live/cam1/main/index.m3u8", Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(0, (await transcoder.LiveAsync("cam2")).Restarts);
        Assert.Equal(kept.Id, transcoder.Ffmpegs().Single(IsOf("cam2")).Process.Id);
        Assert.Equal(2, transcoder.Ffmpegs().Count);
    }

    [Fact]
    public async Task A_changed_password_is_tried_at_once()
    {
        await using var transcoder = await StartAsync(
            simulator => Camera(simulator, 1) + Credentials("not-the-password"),
            "Authentication=digest-md5",
            "Username=operator",
            "Password=right-hush"
        );
        var refused = await transcoder.HealthAsync("cam1", health => health.State == StreamState.Unauthorized);

        Write(Camera(transcoder.Simulator, 1) + Credentials("right-hush"));

        var live = await transcoder.LiveAsync("cam1");
        Assert.True(live.Since < refused.NextTryAt, "It waited for the next try.");
        Assert.DoesNotContain("hush", transcoder.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_camera_that_is_switched_off_says_so_and_is_not_pulled()
    {
        await using var transcoder = await StartAsync(simulator => Camera(simulator, 1));
        await transcoder.LiveAsync("cam1");
        using var viewer = await WatchAsync(transcoder, "cam1");

        Write(Camera(transcoder.Simulator, 1) + "CAMERA_1_ENABLED=false\n");

        await UntilClosedAsync(viewer);
        await transcoder.HealthAsync("cam1", health => health.State == StreamState.Disabled);
        Assert.Empty(transcoder.Ffmpegs());
        using var off = await transcoder.Client.GetAsync("/live/cam1/main/index.m3u8", Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, off.StatusCode);
        Assert.Contains("switched off", await off.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        Write(Camera(transcoder.Simulator, 1));
        await transcoder.LiveAsync("cam1");
    }

    private async Task<TranscoderUnderTest> StartAsync(
        Func<TestSimulator, string> env,
        params string[] simulatorSettings
    ) =>
        await TranscoderUnderTest.StartAsync(
            await TestSimulator.StartAsync(simulatorSettings),
            simulator =>
            {
                Write(env(simulator));
                return [$"--CAMGRID_ENV_FILE={Env}"];
            }
        );

    // As editors do: a new file takes the place of the old one.
    private void Write(string text)
    {
        File.WriteAllText(Env + ".new", text);
        File.Move(Env + ".new", Env, overwrite: true);
    }

    private static string Camera(TestSimulator simulator, int number) =>
        $"CAMERA_{number}_NAME=cam{number}\nCAMERA_{number}_URL={simulator.UrlOf($"/cam{number}/sub")}\n";

    private static string Credentials(string password) => $"CAMERA_1_USERNAME=operator\nCAMERA_1_PASSWORD={password}\n";

    private static Func<FfmpegProcess, bool> IsOf(string camera) => ffmpeg => ffmpeg.Stream == $"{camera}/main";

    private static async Task<ClientWebSocket> WatchAsync(TranscoderUnderTest transcoder, string camera)
    {
        var socket = new ClientWebSocket();
        var address = new UriBuilder(transcoder.Client.BaseAddress!)
        {
            Scheme = "ws",
            Path = $"/live/{camera}/main/mse",
        };
        await socket.ConnectAsync(address.Uri, Token);
        return socket;
    }

    private static async Task UntilClosedAsync(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), Token)).MessageType != WebSocketMessageType.Close)
        {
            // Pictures, until the camera goes.
        }
    }
}
