namespace CameraGrid.Transcoder.Ownership;

internal sealed partial class OwnershipKeeper
{
    [LoggerMessage(LogLevel.Information, "Node {Node} serves at {Address}")]
    private partial void LogAnnounced(string node, Uri address);

    [LoggerMessage(LogLevel.Information, "Node {Node} was this one in a former life; what it held is free")]
    private partial void LogFormerLife(string node);

    [LoggerMessage(LogLevel.Debug, "Ownership cannot be renewed: {Message}")]
    private partial void LogUnavailable(string message);

    [LoggerMessage(LogLevel.Warning, "The store does not answer any node; what is held is held on to")]
    private partial void LogStoreAway();

    [LoggerMessage(
        LogLevel.Error,
        "Only this node is cut off from the store: others take its streams, it stops pulling them"
    )]
    private partial void LogCutOff();

    [LoggerMessage(LogLevel.Information, "Holds {Owned} streams, {Coming} on their way here; {Nodes} nodes")]
    private partial void LogShare(int owned, int coming, int nodes);

    [LoggerMessage(LogLevel.Debug, "{camera}/{stream}: moves here from {node}")]
    private partial void LogMoving(string camera, string stream, string node);

    [LoggerMessage(LogLevel.Information, "Waits for other nodes to take its {Owned} streams")]
    private partial void LogDraining(int owned);

    [LoggerMessage(LogLevel.Warning, "{Owned} streams were not taken by other nodes in time")]
    private partial void LogNotDrained(int owned);

    [LoggerMessage(LogLevel.Error, "Looking after ownership failed")]
    private partial void LogFailed(Exception failure);
}
