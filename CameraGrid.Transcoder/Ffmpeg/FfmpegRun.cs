using System.Buffers;
using System.IO.Pipelines;
using CameraGrid.Cameras;
using CameraGrid.Media;
using CameraGrid.Transcoder.Live;
using CliWrap;
using CliWrap.Exceptions;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>How a run ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Detail">FFmpeg's last telling message, without credentials; or null.</param>
/// <param name="BetterPlan">What to run instead, with <see cref="FailureReason.Replanned"/>.</param>
internal sealed record FfmpegEnd(FailureReason Reason, string? Detail, StreamPlan? BetterPlan);

/// <summary>
/// One process of FFmpeg, from start to end: it pulls a camera and writes NUT to its standard output, which is read into a
/// <see cref="NutIngest"/>. It ends when FFmpeg ends, when frames stop coming, or when it is cancelled.
/// </summary>
internal sealed partial class FfmpegRun(
    string ffmpeg,
    StreamKey key,
    NutIngest ingest,
    Redactor redactor,
    TimeProvider time,
    ILogger<FfmpegRun> logger
)
{
    /// <summary>From start to the first frame.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Without a frame for this long, or for <see cref="StallIntervals"/>, a run is stalled.</summary>
    public static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(3);

    private const int StallIntervals = 5;

    /// <summary>FFmpeg ends its RTSP session on SIGINT, which frees one of the camera's few; if it hangs, it is killed.</summary>
    private static readonly TimeSpan GracefulEnd = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    private const int ReadBufferSize = 64 * 1024;

    private readonly LastLines _messages = new(capacity: 20);
    private volatile bool _live;
    private FailureReason? _seen;
    private string? _seenDetail;

    /// <summary>Runs to the end, however it comes; throws nothing for what a camera or FFmpeg does.</summary>
    public async Task<FfmpegEnd> RunAsync(
        StreamSource source,
        StreamPlan plan,
        IRunObserver observer,
        CancellationToken cancellationToken
    )
    {
        using var graceful = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var forceful = new CancellationTokenSource();
        using var killLater = graceful.Token.Register(() => forceful.CancelAfter(GracefulEnd));
        var watch = WatchAsync(observer, graceful);
        try
        {
            await Cli.Wrap(ffmpeg)
                .WithArguments(FfmpegCommand.Arguments(plan))
                .WithValidation(CommandResultValidation.None)
                .WithStandardInputPipe(PipeSource.FromString(FfmpegCommand.Script(source, plan)))
                .WithStandardOutputPipe(
                    PipeTarget.Create((output, token) => ReadAsync(output, observer, graceful, token))
                )
                .WithStandardErrorPipe(PipeTarget.ToDelegate(ReadMessage))
                .ExecuteAsync(forceful.Token, graceful.Token);
        }
        catch (OperationCanceledException)
        {
            // Ended by the watch, by the reader or by the caller; each has said why.
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or CliWrapException)
        {
            _seen = FailureReason.NoFfmpeg;
            _seenDetail = failure.Message;
        }
        finally
        {
            await graceful.CancelAsync();
            await watch;
        }

        return End(plan);
    }

    private FfmpegEnd End(StreamPlan plan)
    {
        if (ingest.BetterPlan is { } better)
        {
            return new(FailureReason.Replanned, null, better);
        }

        var lines = _messages.ToArray();
        if (plan.Analysis == Analysis.Quick && FfmpegErrors.AsksForAnalysis(lines))
        {
            return new(FailureReason.Replanned, null, plan with { Analysis = Analysis.Thorough });
        }

        var reason = _seen ?? FfmpegErrors.Classify(lines);
        return new(reason, _seenDetail ?? lines.LastOrDefault(), null);
    }

    private async Task ReadAsync(
        Stream output,
        IRunObserver observer,
        CancellationTokenSource graceful,
        CancellationToken cancellationToken
    )
    {
        var reader = PipeReader.Create(
            output,
            new StreamPipeReaderOptions(bufferSize: ReadBufferSize, minimumReadSize: ReadBufferSize / 4)
        );
        try
        {
            while (ingest.BetterPlan is null)
            {
                var result = await reader.ReadAsync(cancellationToken);
                var buffer = result.Buffer;
                ingest.Read(ref buffer);
                if (!_live && ingest.Frames > 0)
                {
                    _live = true;
                    observer.OnFirstFrame();
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (MediaFormatException broken)
        {
            Fail(FailureReason.BadData, broken.Message);
        }
        finally
        {
            await reader.CompleteAsync();
            await graceful.CancelAsync();
        }
    }

    // Frames are counted where they are read; here they are only compared, so that a frame costs no timer.
    private async Task WatchAsync(IRunObserver observer, CancellationTokenSource graceful)
    {
        var started = time.GetTimestamp();
        var lastChange = started;
        var (frames, first) = (0L, (long?)null);
        while (!graceful.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(WatchEvery, time, graceful.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var now = time.GetTimestamp();
            if (ingest.Frames != frames)
            {
                (frames, lastChange) = (ingest.Frames, now);
                first ??= now;
            }

            var silence = time.GetElapsedTime(lastChange, now);
            var (limit, reason) = first is null
                ? (ConnectTimeout, FailureReason.Timeout)
                : (StallLimit(time.GetElapsedTime(first.Value, lastChange), frames), FailureReason.Stalled);
            if (silence > limit)
            {
                Fail(reason, null);
                LogSilent(logger, key, silence.TotalSeconds);
                if (first is not null)
                {
                    observer.OnStalled();
                }

                await graceful.CancelAsync();
            }
        }
    }

    private static TimeSpan StallLimit(TimeSpan live, long frames)
    {
        var intervals = live * ((double)StallIntervals / Math.Max(1, frames));
        return intervals > StallTimeout ? intervals : StallTimeout;
    }

    private void Fail(FailureReason reason, string? detail)
    {
        _seen ??= reason;
        _seenDetail ??= detail;
    }

    private void ReadMessage(string line)
    {
        var redacted = redactor.Redact(line);
        _messages.Add(redacted);
        LogMessage(logger, key, redacted);
    }
}
