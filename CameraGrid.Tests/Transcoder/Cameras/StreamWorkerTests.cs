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
        var source = new StreamSource(new Uri("rtsp://127.0.0.1:1/"), null, null, RtspTransport.Tcp);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(30));

        var working = new StreamWorker(
            stream.Live.Key,
            source,
            stream.Live,
            new StreamTimeline(time),
            stream.Status,
            runner,
            time
        ).RunAsync(stop.Token);
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
}
