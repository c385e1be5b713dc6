using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Transcoder.Cameras;

internal sealed partial class StreamStatus
{
    [LoggerMessage(LogLevel.Information, "{Stream}: {Before} → {After}")]
    private static partial void LogState(ILogger logger, StreamKey stream, StreamState before, StreamState after);

    [LoggerMessage(
        LogLevel.Warning,
        "{Stream}: FFmpeg ended ({Reason}): {Detail}. The next try follows in {Seconds:F1} s"
    )]
    private static partial void LogEnded(
        ILogger logger,
        StreamKey stream,
        string reason,
        string? detail,
        double seconds
    );

    [LoggerMessage(LogLevel.Error, "{Stream}: a run failed")]
    private static partial void LogFailed(ILogger logger, Exception failure, StreamKey stream);

    [LoggerMessage(LogLevel.Information, "{Stream}: browsers cannot play it as it is; from now on {Plan}")]
    private static partial void LogReplanned(ILogger logger, StreamKey stream, StreamPlan plan);
}
