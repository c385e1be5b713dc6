using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>Keeps one stream coming: one FFmpeg after another, until it is told to stop.</summary>
internal sealed class StreamWorker(
    StreamKey key,
    StreamSource source,
    LiveStream live,
    StreamStatus status,
    FfmpegRunner runner,
    TimeProvider time
)
{
    private readonly RestartPolicy _policy = new(Random.Shared.NextDouble);
    private readonly StreamTimeline _timeline = new(time);
    private StreamPlan _plan = StreamPlan.CopyAll;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            var ingest = new NutIngest(new LiveWriter(live, _timeline, time), _plan);
            var end = await RunOnceAsync(ingest, cancellationToken);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            if (end.BetterPlan is { } better)
            {
                _plan = better;
                status.OnReplanned(better);
                continue;
            }

            if (ingest.Frames > 0 && time.GetElapsedTime(started) > RestartPolicy.HealthyAfter)
            {
                _policy.Succeeded();
            }

            var delay = _policy.NextDelay(end.Reason == FailureReason.Unauthorized);
            status.OnEnded(end, delay);
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    // Whatever went wrong, the next run may go well: no fault ends a stream for good.
    private async Task<FfmpegEnd> RunOnceAsync(NutIngest ingest, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(key, source, _plan, ingest, status, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            status.OnFailed(failure);
            return new FfmpegEnd(FailureReason.Failed, failure.GetType().Name, null);
        }
    }
}
