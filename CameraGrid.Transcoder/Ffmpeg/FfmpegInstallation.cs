using System.ComponentModel;
using System.Text;
using CameraGrid.ServiceDefaults;
using CliWrap;
using CliWrap.Exceptions;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>The FFmpeg of this machine: whether there is one and whether it is new enough.</summary>
internal sealed partial class FfmpegInstallation(
    IOptions<TranscoderOptions> options,
    TimeProvider time,
    ILogger<FfmpegInstallation> logger
)
{
    /// <summary>How long <c>ffmpeg -version</c> may take; a busy machine takes a second or two.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>How long a bad answer holds. Someone may be installing FFmpeg meanwhile.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(10);

    private static readonly Task<FfmpegEnd?> Good = Task.FromResult<FfmpegEnd?>(null);

    private readonly Lock _lock = new();
    private Task<FfmpegEnd?>? _answer;
    private bool _isBad;
    private long _askedAt;

    public string Path => options.Value.Ffmpeg;

    /// <summary>It has brought pictures: nothing is to be asked.</summary>
    public void Works()
    {
        lock (_lock)
        {
            (_answer, _isBad) = (Good, false);
        }
    }

    /// <summary>
    /// What keeps FFmpeg from being used, or null. Asks once for all streams; what it finds wrong is looked at again
    /// after a while. Throws nothing for what the program does, and ends within a bound.
    /// </summary>
    public Task<FfmpegEnd?> CheckAsync()
    {
        lock (_lock)
        {
            if (_answer is null || (_isBad && time.GetElapsedTime(_askedAt) > AskAgainAfter))
            {
                _isBad = false;
                _askedAt = time.GetTimestamp();
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<FfmpegEnd?> AskAsync()
    {
        var answer = new BoundedText(64 * 1024);
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            await Cli.Wrap(Path)
                .WithArguments("-version")
                .WithEnvironmentVariables(ChildEnvironment.Withheld())
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.Create(answer.ReadAsync))
                .ExecuteAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A machine with far too much to do; the run itself has said what it knows.
            return null;
        }
        catch (Exception failure) when (failure is Win32Exception or CliWrapException)
        {
            return Bad(FailureReason.NoFfmpeg, failure.Message);
        }

        if (!FfmpegVersion.TryParse(answer.ToString(), out var version))
        {
            return Bad(FailureReason.NoFfmpeg, $"{Path} -version does not answer as FFmpeg does.");
        }

        if (version.IsTooOld)
        {
            return Bad(FailureReason.OldFfmpeg, $"{Path} is FFmpeg {version.Name}.");
        }

        LogFound(logger, Path, version.Name);
        return null;
    }

    private FfmpegEnd Bad(FailureReason reason, string detail)
    {
        LogBad(logger, reason.Sentence(), detail);
        lock (_lock)
        {
            _isBad = true;
        }

        return new FfmpegEnd(reason, detail, null);
    }

    /// <summary>The beginning of what a process prints; the rest is read and forgotten.</summary>
    private sealed class BoundedText(int capacity)
    {
        private readonly StringBuilder _text = new();

        public async Task ReadAsync(Stream output, CancellationToken cancellationToken)
        {
            using var reader = new StreamReader(output, leaveOpen: true);
            var buffer = new char[1024];
            while (await reader.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                _text.Append(buffer, 0, Math.Min(read, capacity - _text.Length));
            }
        }

        public override string ToString() => _text.ToString();
    }
}
