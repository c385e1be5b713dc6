using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>Keeps one stream coming from one source: one FFmpeg after another, until it is told to stop.</summary>
/// <param name="timeline">Of the stream's ring, over all workers that ever fill it.</param>
internal sealed class StreamWorker(
    StreamKey key,
    StreamSource source,
    LiveStream live,
    StreamTimeline timeline,
    StreamStatus status,
    IFfmpegRunner runner,
    TimeProvider time
)
{
    /// <summary>For so long after its last picture a stream counts as recovering.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    // Spreads the start of many; short enough that nobody sees it.
    private static readonly TimeSpan StartJitter = TimeSpan.FromMilliseconds(250);

    private readonly RestartPolicy _policy = new(Random.Shared.NextDouble);
    private StreamPlan _plan = StreamPlan.CopyAll;
    private bool _failed;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(StartJitter * Random.Shared.NextDouble(), time, cancellationToken);
        while (true)
        {
            var end = await RunOnceAsync(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            if (end.BetterPlan is { } better)
            {
                _plan = better;
                status.OnReplanned(better);
                continue;
            }

            _failed = true;
            var delay = _policy.NextDelay(end.Reason, status.Pictures);
            status.OnEnded(end, delay);
            await Task.Delay(delay, time, cancellationToken);
        }
    }

    // Whatever went wrong, the next run may go well: no fault ends a stream for good.
    private async Task<FfmpegEnd> RunOnceAsync(CancellationToken cancellationToken)
    {
        var ingest = new NutIngest(new LiveWriter(live, timeline, time), _plan);
        try
        {
            return await runner.RunAsync(key, source, _plan, ingest, status, Priority(), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            status.OnFailed(failure);
            return new FfmpegEnd(FailureReason.Failed, failure.GetType().Name, null);
        }
    }

    private ConnectPriority Priority() =>
        status.WasLiveWithin(Recovery) ? ConnectPriority.Recovering
        : _failed ? ConnectPriority.Retry
        : ConnectPriority.First;
}
