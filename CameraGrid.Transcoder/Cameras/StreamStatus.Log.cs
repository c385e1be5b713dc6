using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Transcoder.Cameras;

internal sealed partial class StreamStatus
{
    [LoggerMessage(LogLevel.Information, "{camera}/{stream}: {Before} → {After}")]
    private static partial void LogState(
        ILogger logger,
        string camera,
        string stream,
        StreamState before,
        StreamState after
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{camera}/{stream}: FFmpeg ended ({Reason}): {Detail}. The next try follows in {Seconds:F1} s"
    )]
    private static partial void LogEnded(
        ILogger logger,
        string camera,
        string stream,
        string reason,
        string detail,
        double seconds
    );

    [LoggerMessage(LogLevel.Error, "{camera}/{stream}: a run failed")]
    private static partial void LogFailed(ILogger logger, Exception failure, string camera, string stream);

    [LoggerMessage(LogLevel.Information, "{camera}/{stream}: it needs another plan; from now on {Plan}")]
    private static partial void LogReplanned(ILogger logger, string camera, string stream, StreamPlan plan);
}
