namespace CameraGrid.Gateway.Cameras;

internal sealed partial class HealthFeed
{
    [LoggerMessage(1, LogLevel.Warning, "Health goes stale, pictures go on: {Reason}")]
    private partial void LogStoreAway(string reason);

    [LoggerMessage(2, LogLevel.Information, "The store answers again")]
    private partial void LogStoreBack();
}
