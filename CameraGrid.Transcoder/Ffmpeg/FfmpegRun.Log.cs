using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ffmpeg;

internal sealed partial class FfmpegRun
{
    [LoggerMessage(LogLevel.Debug, "{Stream}: FFmpeg says: {Message}")]
    private static partial void LogMessage(ILogger logger, StreamKey stream, string message);

    [LoggerMessage(LogLevel.Debug, "{Stream}: no frames of use ({Reason}), ending FFmpeg")]
    private static partial void LogSilent(ILogger logger, StreamKey stream, FailureReason reason);
}
