namespace CameraGrid.Transcoder.Ffmpeg;

internal sealed partial class FfmpegRun
{
    [LoggerMessage(LogLevel.Debug, "{camera}/{stream}: FFmpeg says: {Message}")]
    private static partial void LogMessage(ILogger logger, string camera, string stream, string message);

    [LoggerMessage(LogLevel.Debug, "{camera}/{stream}: no frames of use ({Reason}), ending FFmpeg")]
    private static partial void LogSilent(ILogger logger, string camera, string stream, FailureReason reason);
}
