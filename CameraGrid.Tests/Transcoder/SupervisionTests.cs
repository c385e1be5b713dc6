using System.Net;
using System.Net.WebSockets;
using CameraGrid.Cameras;
using CliWrap;

namespace CameraGrid.Tests.Transcoder;

public sealed class SupervisionTests
{
    private const string Password = "p@ss:w/o%r#d? &'\"ü";
    private static readonly string[] Authentication =
    [
        "Authentication=digest-md5",
        "Username=operator",
        $"Password={Password}",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Credentials_open_the_camera_and_show_up_nowhere()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(
            ["/cam1"],
            Authentication,
            ["--CAMERA_1_USERNAME=operator", $"--CAMERA_1_PASSWORD={Password}"]
        );

        await transcoder.LiveAsync("cam1");

        var arguments = Assert.Single(transcoder.Ffmpegs()).Arguments;
        Assert.DoesNotContain("rtsp:", arguments, StringComparison.Ordinal);
        foreach (var secret in new[] { Password, Uri.EscapeDataString(Password), "operator" })
        {
            Assert.DoesNotContain(secret, arguments, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, transcoder.Logged, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_tried_again_slowly()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(
            ["/cam1"],
            Authentication,
            ["--CAMERA_1_USERNAME=operator", "--CAMERA_1_PASSWORD=not-the-password"]
        );

        var health = await transcoder.HealthAsync("cam1", h => h.State == StreamState.Unauthorized);

        Assert.Equal("unauthorized", health.LastRestartReason);
        Assert.Equal("The camera refused the user name or password.", health.LastError);
        // 30 s, up to a third shorter by chance, after the time that the first try took.
        Assert.InRange(health.NextTryAt!.Value - health.Since, TimeSpan.FromSeconds(21), TimeSpan.FromSeconds(37));
        Assert.DoesNotContain("not-the-password", transcoder.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_FFmpeg_that_is_killed_is_replaced()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        var before = await transcoder.LiveAsync("cam1");

        Assert.Single(transcoder.Ffmpegs()).Process.Kill();

        var after = await transcoder.HealthAsync("cam1", h => h.State == StreamState.Live && h.Restarts == 1);
        Assert.True(after.Since > before.Since);
        Assert.Single(transcoder.Ffmpegs());
    }

    [Fact]
    public async Task However_many_watch_a_stream_its_camera_is_pulled_once()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.LiveAsync("cam1");
        var pull = Assert.Single(transcoder.Ffmpegs()).Process.Id;
        var address = new UriBuilder(transcoder.Client.BaseAddress!) { Scheme = "ws", Path = "/live/cam1/main/mse" };
        var viewers = Enumerable.Range(0, 20).Select(_ => new ClientWebSocket()).ToList();

        await Task.WhenAll(viewers.Select(viewer => viewer.ConnectAsync(address.Uri, Token)));
        await Task.WhenAll(viewers.Select(viewer => viewer.ReceiveAsync(new byte[1024], Token)));
        await transcoder.Client.GetStringAsync("/live/cam1/main/index.m3u8", Token);
        await transcoder.Client.GetByteArrayAsync("/live/cam1/main/clip.mp4?seconds=1", Token);

        Assert.Equal(pull, Assert.Single(transcoder.Ffmpegs()).Process.Id);
        Assert.Equal(1, transcoder.Simulator.SessionsOf("cam1", "main"));
        viewers.ForEach(viewer => viewer.Dispose());
    }

    [Fact]
    public async Task A_stream_is_restarted_when_somebody_asks_for_it()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.LiveAsync("cam1");
        var before = Assert.Single(transcoder.Ffmpegs()).Process;

        using var done = await transcoder.Client.PostAsync("/streams/cam1/main/restart", null, Token);
        using var unknown = await transcoder.Client.PostAsync("/streams/cam2/main/restart", null, Token);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (done.StatusCode, unknown.StatusCode));
        await before.WaitForExitAsync(Token);
        await transcoder.HealthAsync("cam1", health => health.State != StreamState.Live);
        await transcoder.LiveAsync("cam1");
        Assert.Single(transcoder.Ffmpegs());
    }

    [Fact]
    public async Task An_FFmpeg_that_hangs_is_killed_and_replaced()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.FlowsAsync("cam1");
        var hanging = Assert.Single(transcoder.Ffmpegs()).Process;

        // Stopped, it takes no SIGINT.
        await Cli.Wrap("kill")
            .WithArguments(["-STOP", $"{hanging.Id}"])
            .ExecuteAsync(TestContext.Current.CancellationToken);

        var after = await transcoder.HealthAsync("cam1", h => h.State == StreamState.Live && h.Restarts == 1);
        Assert.Equal("stalled", after.LastRestartReason);
        Assert.True(hanging.HasExited);
    }

    [Fact]
    public async Task A_camera_that_is_not_there_is_tried_again_and_again()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(
            [],
            null,
            ["--CAMERA_1_NAME=Gone", "--CAMERA_1_URL=rtsp://127.0.0.1:1/gone"]
        );

        var health = await transcoder.HealthAsync("gone", h => h.State == StreamState.Backoff && h.Restarts >= 3);

        Assert.Equal("refused", health.LastRestartReason);
        Assert.NotNull(health.NextTryAt);
    }

    [Fact]
    public async Task A_machine_without_FFmpeg_is_told_what_to_install()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(
            ["/cam1"],
            null,
            ["--Transcoder:Ffmpeg=/nowhere/ffmpeg"]
        );

        var health = await transcoder.HealthAsync("cam1", h => h.Restarts >= 1);

        Assert.Equal("no-ffmpeg", health.LastRestartReason);
        Assert.Contains("Install FFmpeg", health.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_FFmpeg_outlives_its_transcoder()
    {
        var transcoder = await TranscoderUnderTest.StartAsync(["/cam1", "/cam2"]);
        await transcoder.LiveAsync("cam1");
        await transcoder.LiveAsync("cam2");
        var processes = transcoder.Ffmpegs();
        Assert.Equal(2, processes.Count);

        await transcoder.DisposeAsync();

        Assert.All(processes, found => Assert.True(found.Process.HasExited));
    }
}
