namespace CameraGrid.Simulator.Rtsp;

public sealed partial class RtspServer
{
    [LoggerMessage(1, LogLevel.Information, "Cameras are simulated at {Address}")]
    private static partial void LogListening(ILogger logger, Uri address);

    [LoggerMessage(2, LogLevel.Error, "A connection failed")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(3, LogLevel.Warning, "A connection could not be accepted: {Reason}")]
    private static partial void LogNotAccepted(ILogger logger, string reason);
}
