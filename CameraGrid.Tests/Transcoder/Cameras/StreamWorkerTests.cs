using CameraGrid.Cameras;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Cameras;

public sealed class StreamWorkerTests
{
    [Fact]
    public async Task A_run_that_fails_as_nobody_foresaw_is_followed_by_another()
    {
        var time = new FakeTimeProvider();
        using var stream = new StreamOfTest(time);
        // A process without a name is no failure to start it but a wrong call.
        var options = Options.Create(new TranscoderOptions { Ffmpeg = "" });
        using var guard = new ProcessGuard(time, NullLogger<ProcessGuard>.Instance);
        var runner = new FfmpegRunner(
            options,
            new FfmpegInstallation(options, time, NullLogger<FfmpegInstallation>.Instance),
            guard,
            stream.Redactor,
            time,
            NullLogger<FfmpegRun>.Instance
        );
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(30));

        var working = Worker(stream, runner, time).RunAsync(stop.Token);
        while (stream.Status.Health.Restarts < 3)
        {
            Assert.False(working.IsCompleted, working.Exception?.ToString());
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, stop.Token);
        }

        Assert.Equal("failed", stream.Status.Health.LastRestartReason);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
    }

    [Fact]
    public async Task Streams_that_start_at_once_are_spread_over_a_quarter_of_a_second()
    {
        var time = new RecordedTime();
        using var stream = new StreamOfTest(time);
        using var stop = new CancellationTokenSource();

        var working = Enumerable
            .Range(0, 20)
            .Select(_ => Worker(stream, new ScriptedRunner(), time).RunAsync(stop.Token))
            .ToList();

        // By chance one may draw less than a millisecond, and then does not wait.
        Assert.InRange(time.Waits.Count, 15, 20);
        Assert.All(time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromMilliseconds(250)));
        Assert.True(time.Waits.Max() - time.Waits.Min() > TimeSpan.FromMilliseconds(50));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(working));
    }

    private static StreamWorker Worker(StreamOfTest stream, IFfmpegRunner runner, TimeProvider time) =>
        new(
            stream.Live.Key,
            new StreamSource(new Uri("rtsp://127.0.0.1:1/"), null, null, RtspTransport.Tcp),
            stream.Live,
            new StreamTimeline(time),
            stream.Status,
            runner,
            time
        );

    /// <summary>Stands still, and notes how long somebody wants to wait.</summary>
    private sealed class RecordedTime : FakeTimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
