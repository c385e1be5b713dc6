namespace CameraGrid.Transcoder.Whep;

internal sealed partial class WhepServer
{
    [LoggerMessage(LogLevel.Information, "WebRTC on UDP port {Port}, announced as {Addresses}")]
    private partial void LogListening(int port, string addresses);

    [LoggerMessage(LogLevel.Debug, "{camera}/{stream}: WebRTC session {Id} began")]
    private partial void LogBegan(string camera, string stream, string id);

    [LoggerMessage(LogLevel.Error, "A datagram could not be handled")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "{camera}/{stream}: WebRTC session {Id} broke")]
    private partial void LogBroke(string camera, string stream, string id, Exception failure);

    [LoggerMessage(LogLevel.Debug, "{camera}/{stream}: WebRTC session {Id} ended")]
    private partial void LogEnded(string camera, string stream, string id);
}
