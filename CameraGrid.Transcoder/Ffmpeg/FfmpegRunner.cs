using CameraGrid.Cameras;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// Starts runs of FFmpeg, only so many at a time: cameras and networks do not like two hundred connections in one second.
/// </summary>
internal sealed class FfmpegRunner(
    IOptions<TranscoderOptions> options,
    FfmpegInstallation ffmpeg,
    ProcessGuard guard,
    Redactor redactor,
    TimeProvider time,
    ILogger<FfmpegRun> logger
) : IDisposable
{
    private readonly SemaphoreSlim _connecting = new(options.Value.MostConnecting);

    /// <summary>Waits for its turn, then runs FFmpeg to its end.</summary>
    public async Task<FfmpegEnd> RunAsync(
        StreamKey key,
        StreamSource source,
        StreamPlan plan,
        NutIngest ingest,
        IRunObserver observer,
        CancellationToken cancellationToken
    )
    {
        await _connecting.WaitAsync(cancellationToken);
        using var turn = new Turn(_connecting, observer);
        observer.OnConnecting();
        var run = new FfmpegRun(ffmpeg, guard, key, ingest, redactor, time, logger);
        return await run.RunAsync(source, plan, turn, cancellationToken);
    }

    public void Dispose() => _connecting.Dispose();

    /// <summary>A run's turn to connect; over with the first frame or with the run.</summary>
    private sealed class Turn(SemaphoreSlim connecting, IRunObserver observer) : IRunObserver, IDisposable
    {
        private int _over;

        public void OnConnecting() => observer.OnConnecting();

        public void OnFirstFrame()
        {
            Dispose();
            observer.OnFirstFrame();
        }

        public void OnStalled() => observer.OnStalled();

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
            {
                connecting.Release();
            }
        }
    }
}
