using System.Buffers;
using System.IO.Pipelines;
using CameraGrid.Cameras;
using CameraGrid.Media;
using CameraGrid.ServiceDefaults;
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
    FfmpegInstallation ffmpeg,
    ProcessGuard guard,
    StreamKey key,
    NutIngest ingest,
    Redactor redactor,
    TimeProvider time,
    ILogger<FfmpegRun> logger
)
{
    /// <summary>The variable in FFmpeg's environment that says which stream a process is for.</summary>
    public const string StreamVariable = "CAMERAGRID_STREAM";

    /// <summary>FFmpeg ends its RTSP session on SIGINT, which frees one of the camera's few; if it hangs, it is killed.</summary>
    private static readonly TimeSpan GracefulEnd = TimeSpan.FromSeconds(1);

    private const int ReadBufferSize = 64 * 1024;

    private volatile bool _live;
    private FailureReason? _seen;
    private string? _seenDetail;
    private StreamPlan? _better;

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
        var messages = new FfmpegMessages(redactor, line => OnLine(line, plan, graceful));
        var started = time.GetTimestamp();
        var watch = WatchAsync(plan, observer, graceful);
        try
        {
            var process = Cli.Wrap(ffmpeg.Path)
                .WithArguments(FfmpegCommand.Arguments(plan))
                .WithEnvironmentVariables(variables =>
                    variables.Set(ChildEnvironment.Withheld()).Set(StreamVariable, key.ToString())
                )
                .WithValidation(CommandResultValidation.None)
                .WithStandardInputPipe(PipeSource.FromString(FfmpegCommand.Script(source, plan)))
                .WithStandardOutputPipe(
                    PipeTarget.Create((output, token) => ReadAsync(output, observer, graceful, token))
                )
                .WithStandardErrorPipe(
                    PipeTarget.Create(async (errors, token) => await messages.ReadAsync(errors, token))
                )
                .ExecuteAsync(forceful.Token, graceful.Token);
            using var watched = guard.Watch(process.ProcessId);
            await process;
        }
        catch (OperationCanceledException)
        {
            // Ended by the watch, by the reader or by the caller; each has said why.
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or CliWrapException)
        {
            Fail(FailureReason.NoFfmpeg, failure.Message);
        }
        finally
        {
            await graceful.CancelAsync();
            await watch;
        }

        var end = End(plan, messages, time.GetElapsedTime(started));
        if (ingest.Frames > 0)
        {
            ffmpeg.Works();
            return end;
        }

        // Whatever else went wrong, an FFmpeg that cannot be used comes first.
        return !cancellationToken.IsCancellationRequested && await ffmpeg.CheckAsync() is { } bad ? bad : end;
    }

    private FfmpegEnd End(StreamPlan plan, FfmpegMessages messages, TimeSpan took)
    {
        if ((_better ?? ingest.BetterPlan) is { } better)
        {
            return new(FailureReason.Replanned, null, better);
        }

        var lines = messages.Lines;
        if (FfmpegErrors.AsksFor(lines) is { } analysis && analysis > plan.Analysis)
        {
            return new(FailureReason.Replanned, null, plan.AnalysedAs(analysis));
        }

        var reason = _seen ?? FfmpegErrors.Classify(lines, waited: took >= FfmpegCommand.ReadTimeout);
        return new(reason, _seenDetail ?? messages.LastMessage, null);
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
            Fail(FailureReason.BadFfmpeg, broken.Message);
        }
        finally
        {
            await reader.CompleteAsync();
            await graceful.CancelAsync();
        }
    }

    private async Task WatchAsync(StreamPlan plan, IRunObserver observer, CancellationTokenSource graceful)
    {
        var started = time.GetTimestamp();
        var watch = new FrameWatch(plan);
        while (await NextLookAsync(graceful.Token))
        {
            var now = time.GetElapsedTime(started);
            if (watch.Look(now, ingest.Frames, ingest.VideoPackets, ingest.AnnouncedRate) is { } reason)
            {
                LogSilent(logger, key.Camera, key.Stream.ToText(), reason);
                OnSilent(reason, plan, watch.IsLive, observer);
                await graceful.CancelAsync();
            }
        }
    }

    private async Task<bool> NextLookAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(FrameWatch.LookEvery, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellationToken.IsCancellationRequested;
    }

    private void OnSilent(FailureReason reason, StreamPlan plan, bool wasLive, IRunObserver observer)
    {
        if (reason == FailureReason.Replanned)
        {
            _better = plan with { IsPatient = true };
            return;
        }

        if (reason == FailureReason.NoKeyframe && plan.JoinsPackets)
        {
            _better = plan with { JoinsPackets = false };
            return;
        }

        Fail(reason, null);
        if (wasLive)
        {
            observer.OnStalled();
        }
    }

    private void Fail(FailureReason reason, string? detail)
    {
        if (_seen is null)
        {
            (_seen, _seenDetail) = (reason, detail);
        }
    }

    private void OnLine(string line, StreamPlan plan, CancellationTokenSource graceful)
    {
        if (logger.IsEnabled(LogLevel.Debug))
        {
            LogMessage(logger, key.Camera, key.Stream.ToText(), FfmpegMessages.Redacted(line, redactor));
        }

        if (plan.ForInput(line) is { } better)
        {
            _better = better;
            graceful.Cancel();
        }
    }
}
