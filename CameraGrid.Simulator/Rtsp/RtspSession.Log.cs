namespace CameraGrid.Simulator.Rtsp;

internal sealed partial class RtspSession
{
    [LoggerMessage(1, LogLevel.Debug, "A client of {Camera} reads too slowly; it goes on with the next keyframe")]
    private static partial void LogSkipping(ILogger logger, string camera);

    [LoggerMessage(2, LogLevel.Debug, "A client of {Camera} is gone: {Reason}")]
    private static partial void LogGone(ILogger logger, string camera, string reason);

    [LoggerMessage(3, LogLevel.Warning, "A client of {Camera} keeps its clip: {Reason}")]
    private static partial void LogNotSwitched(ILogger logger, string camera, string reason);
}
