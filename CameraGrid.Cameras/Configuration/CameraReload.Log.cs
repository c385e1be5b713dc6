using Microsoft.Extensions.Logging;

namespace CameraGrid.Cameras.Configuration;

internal sealed partial class CameraReload
{
    [LoggerMessage(LogLevel.Information, "The cameras' configuration has changed: {Changes}")]
    private partial void LogChanged(CameraChanges changes);

    [LoggerMessage(
        LogLevel.Error,
        "The configuration was edited and is wrong; the cameras stay as they were until it is corrected. {Errors}"
    )]
    private partial void LogWrong(string errors);
}
