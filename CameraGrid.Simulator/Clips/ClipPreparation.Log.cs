namespace CameraGrid.Simulator.Clips;

internal sealed partial class ClipPreparation
{
    [LoggerMessage(1, LogLevel.Information, "Preparing clip {Number} of {Count}: {Camera}")]
    private static partial void LogPreparing(ILogger logger, int number, int count, string camera);

    [LoggerMessage(2, LogLevel.Error, "Camera {Camera} has no picture: {Reason}")]
    private static partial void LogFailed(ILogger logger, string camera, string reason);

    [LoggerMessage(3, LogLevel.Information, "All {Count} clips are ready")]
    private static partial void LogReady(ILogger logger, int count);
}
