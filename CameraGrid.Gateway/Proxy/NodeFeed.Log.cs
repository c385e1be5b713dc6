namespace CameraGrid.Gateway.Proxy;

internal sealed partial class NodeFeed
{
    [LoggerMessage(1, LogLevel.Information, "Transcoder {Node} answers at {Address}")]
    private partial void LogNodeFound(string node, Uri address);

    [LoggerMessage(2, LogLevel.Warning, "Transcoder {Node} is gone")]
    private partial void LogNodeGone(string node);
}
