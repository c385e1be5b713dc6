namespace CameraGrid.Simulator.Rtsp;

internal sealed partial class RtspConnection
{
    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path}: {Status}")]
    private static partial void LogAnswered(ILogger logger, string method, string path, int status);

    [LoggerMessage(2, LogLevel.Debug, "A connection ends: {Reason}")]
    private static partial void LogClosed(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Path} is not available: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);
}
