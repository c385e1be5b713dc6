using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Tests.Support;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

/// <summary>Whatever stands in FFmpeg's place does: a run of it ends, within a bound, and says why.</summary>
public sealed class MisbehavingFfmpegTests
{
    /// <summary>A second to end by itself, then SIGKILL; the rest is a busy machine's.</summary>
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("trap '' INT TERM HUP; started; while :; do sleep 60; done", 'S')]
    [InlineData("started; kill -STOP $$", 'T')]
    public async Task One_that_does_not_end_when_told_to_is_killed(string body, char state)
    {
        using var fake = new FakeFfmpeg(body);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = RunAsync(fake.Path, stop.Token);
        var process = await fake.StartedAsync(Token);
        await Eventually.IsAsync(() => Processes.State(process) == state);

        var told = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await running;

        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.Zero, EndsWithin);
        Assert.False(Processes.IsAlive(process));
    }

    [Fact]
    public async Task One_whose_output_is_no_NUT_ends_and_says_so()
    {
        using var fake = new FakeFfmpeg("started; exec yes 'Usage: ffmpeg [options]'");

        var end = await RunAsync(fake.Path, Token);

        Assert.Equal(FailureReason.BadFfmpeg, end.Reason);
        Assert.Contains("NUT", end.Detail, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(await fake.StartedAsync(Token)));
    }

    [Fact]
    public async Task A_message_without_an_end_is_cut_short()
    {
        using var fake = new FakeFfmpeg("tr '\\0' x < /dev/zero | head -c 20000000 >&2");

        var end = await RunAsync(fake.Path, Token);

        Assert.InRange(end.Detail!.Length, 1, 500);
    }

    [Fact]
    public async Task A_password_that_a_long_message_ends_in_shows_not_even_in_part()
    {
        var password = "long-and-secret";
        var line = new string('x', FfmpegMessages.LongestLine - 8) + password;
        using var fake = new FakeFfmpeg($"echo '[error] {line}' >&2; exit 1");
        var log = new FakeLogger<FfmpegRun>();

        var end = await RunAsync(fake.Path, Token, password, log);

        var shown = end.Detail + string.Concat(log.Collector.GetSnapshot().Select(record => record.Message));
        Assert.Contains("xxx", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("long", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_too_old_is_named_so()
    {
        using var fake = new FakeFfmpeg(
            "echo '[concat] Line 3: unknown keyword' >&2; exit 1",
            "ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright (c) 2000-2021\nlibavformat    58. 76.100 / 58. 76.100"
        );

        var end = await RunAsync(fake.Path, Token);

        Assert.Equal(FailureReason.OldFfmpeg, end.Reason);
        Assert.Contains("4.4.2-0ubuntu0.22.04.1", end.Detail, StringComparison.Ordinal);
        Assert.Contains("5.1 or newer", end.Reason.Sentence(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/ffmpeg")]
    [InlineData("/bin/false")]
    [InlineData("/etc/passwd")]
    public async Task One_that_is_none_is_named_so(string path)
    {
        var end = await RunAsync(path, Token);

        Assert.Equal(FailureReason.NoFfmpeg, end.Reason);
        Assert.Contains("Install FFmpeg", end.Reason.Sentence(), StringComparison.Ordinal);
    }

    /// <summary>Not everything has read its standard input by its end.</summary>
    [Fact]
    public async Task One_that_ends_at_once_has_ended()
    {
        using var fake = new FakeFfmpeg("exit 0");

        Assert.Equal(FailureReason.Ended, (await RunAsync(fake.Path, Token)).Reason);
    }

    /// <summary>A frame in four seconds, and a second longer than what counts as a stall elsewhere.</summary>
    [Fact]
    public async Task A_slow_camera_is_no_stalled_one()
    {
        using var fake = new FakeFfmpeg(
            "exec ffmpeg -loglevel error -re -f lavfi -i testsrc2=s=320x240:r=0.25 -c:v libx264 -preset ultrafast"
                + " -tune zerolatency -g 1 -f nut -flush_packets 1 pipe:1"
        );
        using var stream = TestFrames.Stream();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = RunAsync(fake.Path, stop.Token, stream: stream);

        await Eventually.IsAsync(() => stream.VideoFrames >= 3 || running.IsCompleted);

        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await running;
    }

    private static async Task<FfmpegEnd> RunAsync(
        string path,
        CancellationToken cancellationToken,
        string? password = null,
        ILogger<FfmpegRun>? log = null,
        LiveStream? stream = null
    )
    {
        var options = Options.Create(new TranscoderOptions { Ffmpeg = path });
        var source = new StreamSource(new Uri("rtsp://127.0.0.1:1/"), "viewer", password, RtspTransport.Tcp);
        using var guard = new ProcessGuard(TimeProvider.System, NullLogger<ProcessGuard>.Instance);
        using var own = TestFrames.Stream();
        stream ??= own;
        var writer = new LiveWriter(stream, new StreamTimeline(TimeProvider.System), TimeProvider.System);
        var run = new FfmpegRun(
            new FfmpegInstallation(options, TimeProvider.System, NullLogger<FfmpegInstallation>.Instance),
            guard,
            stream.Key,
            new NutIngest(writer, StreamPlan.CopyAll),
            new Redactor([source]),
            TimeProvider.System,
            log ?? NullLogger<FfmpegRun>.Instance
        );
        return await run.RunAsync(source, StreamPlan.CopyAll, new Deaf(), cancellationToken);
    }

    private sealed class Deaf : IRunObserver
    {
        public void OnConnecting() { }

        public void OnFirstFrame() { }

        public void OnStalled() { }
    }
}
