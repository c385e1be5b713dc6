namespace CameraGrid.Simulator.Clips;

internal sealed partial class ClipStore
{
    [LoggerMessage(1, LogLevel.Debug, "Encoded clip {Name} in {Seconds:F1} s")]
    private static partial void LogEncoded(ILogger logger, string name, double seconds);
}
