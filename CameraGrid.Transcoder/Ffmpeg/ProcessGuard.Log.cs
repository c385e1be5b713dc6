namespace CameraGrid.Transcoder.Ffmpeg;

internal sealed partial class ProcessGuard
{
    [LoggerMessage(
        LogLevel.Warning,
        "The guard that ends FFmpeg after this process is away and started again: {Reason}"
    )]
    private static partial void LogAway(ILogger logger, string reason);
}
