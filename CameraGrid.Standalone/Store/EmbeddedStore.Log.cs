using Microsoft.Extensions.Logging;

namespace CameraGrid.Standalone.Store;

internal sealed partial class EmbeddedStore
{
    [LoggerMessage(
        LogLevel.Error,
        "The data folder {Folder} cannot be written: {Reason}. All goes on in memory; what changes from now on is lost should "
            + "the program end. Make room on its disk; it is tried again every few seconds"
    )]
    private partial void LogDiskGone(string? folder, string reason);

    [LoggerMessage(LogLevel.Information, "The data folder {Folder} is written again, with all that changed meanwhile")]
    private partial void LogDiskBack(string? folder);

    [LoggerMessage(LogLevel.Error, "The store could not be moved")]
    private partial void LogNotMoved(Exception failure);
}
