using CameraGrid.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>The border to FFmpeg's processes.</summary>
internal interface IFfmpegRunner
{
    /// <summary>Waits for its turn, then runs FFmpeg to its end; the process is gone when this returns or throws.</summary>
    Task<FfmpegEnd> RunAsync(
        StreamKey key,
        StreamSource source,
        StreamPlan plan,
        NutIngest ingest,
        IRunObserver observer,
        ConnectPriority priority,
        CancellationToken cancellationToken
    );
}

/// <summary>Starts runs of FFmpeg, each in its turn.</summary>
internal sealed class FfmpegRunner(
    IOptions<TranscoderOptions> options,
    FfmpegInstallation ffmpeg,
    ProcessGuard guard,
    Redactor redactor,
    TimeProvider time,
    ILogger<FfmpegRun> logger
) : IFfmpegRunner
{
    private readonly ConnectLane _lane = new(options.Value.MostConnecting, time);

    public async Task<FfmpegEnd> RunAsync(
        StreamKey key,
        StreamSource source,
        StreamPlan plan,
        NutIngest ingest,
        IRunObserver observer,
        ConnectPriority priority,
        CancellationToken cancellationToken
    )
    {
        using var turn = await _lane.EnterAsync(priority, cancellationToken);
        observer.OnConnecting();
        var run = new FfmpegRun(ffmpeg, guard, key, ingest, redactor, time, logger);
        return await run.RunAsync(source, plan, new TurnObserver(turn, observer), cancellationToken);
    }

    /// <summary>The first frame ends the turn: whoever waits may connect.</summary>
    private sealed class TurnObserver(ConnectTurn turn, IRunObserver observer) : IRunObserver
    {
        public void OnConnecting() => observer.OnConnecting();

        public void OnFirstFrame()
        {
            turn.Dispose();
            observer.OnFirstFrame();
        }

        public void OnStalled() => observer.OnStalled();
    }
}
