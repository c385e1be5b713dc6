namespace CameraGrid.Transcoder.Cameras;

internal sealed partial class StreamSupervisor
{
    [LoggerMessage(LogLevel.Error, "Looking after the streams failed")]
    private partial void LogFailed(Exception failure);
}
