using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Telemetry;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Cameras;

/// <summary>Runs a <see cref="StreamWorker"/> for every stream that is this node's, and keeps their health fresh.</summary>
internal sealed class StreamSupervisor(
    CameraCatalog catalog,
    LiveStreams streams,
    FfmpegRunner runner,
    HealthPublisher publisher,
    TranscoderMetrics metrics,
    IOptions<TranscoderOptions> options,
    TimeProvider time,
    ILoggerFactory loggers
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var statuses = new List<StreamStatus>();
        var work = new List<Task>();
        foreach (var key in catalog.Streams)
        {
            var live = streams.Add(key);
            var status = new StreamStatus(
                key,
                options.Value.NodeId,
                live,
                publisher,
                metrics,
                time,
                loggers.CreateLogger<StreamStatus>()
            );
            statuses.Add(status);
            work.Add(new StreamWorker(key, catalog.Find(key)!, live, status, runner, time).RunAsync(stoppingToken));
        }

        work.Add(RenewAsync(statuses, stoppingToken));
        try
        {
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping.
        }
    }

    private async Task RenewAsync(List<StreamStatus> statuses, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(HealthStore.RenewEvery, time);
        do
        {
            foreach (var status in statuses)
            {
                status.Renew();
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
