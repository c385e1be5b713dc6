using Microsoft.Extensions.Logging;

namespace CameraGrid.Cameras;

internal sealed partial class StoredCameraFeed
{
    [LoggerMessage(1, LogLevel.Information, "The cameras of the camera page have changed: {Changes}")]
    private partial void LogChanged(CameraChanges changes);

    [LoggerMessage(2, LogLevel.Error, "The camera {Id} of the camera page cannot be used. {Error}")]
    private partial void LogUnusable(string id, string error);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "The cameras of the camera page are not known until the store answers, others go on: {Reason}"
    )]
    private partial void LogNotKnown(string reason);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "The store lost the cameras of the camera page; it was given back those known here"
    )]
    private partial void LogRestored();
}
