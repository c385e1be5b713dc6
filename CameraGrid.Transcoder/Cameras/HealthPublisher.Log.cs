namespace CameraGrid.Transcoder.Cameras;

internal sealed partial class HealthPublisher
{
    [LoggerMessage(LogLevel.Warning, "Health and history cannot be written, pictures go on: {Message}")]
    private partial void LogAway(string message);

    [LoggerMessage(LogLevel.Information, "Health and history are written again")]
    private partial void LogBack();

    [LoggerMessage(LogLevel.Error, "Writing health or history failed")]
    private partial void LogFailed(Exception failure);
}
