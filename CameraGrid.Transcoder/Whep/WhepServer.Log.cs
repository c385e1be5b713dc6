using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Whep;

internal sealed partial class WhepServer
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(LogLevel.Information, "WebRTC on UDP port {Port}, announced as {Addresses}")]
    private partial void LogListening(int port, string addresses);

    [LoggerMessage(LogLevel.Debug, "WebRTC session {Id} of {Stream} began")]
    private partial void LogBegan(string id, StreamKey stream);

    [LoggerMessage(LogLevel.Error, "A datagram could not be handled")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(LogLevel.Error, "WebRTC session {Id} of {Stream} broke")]
    private partial void LogBroke(string id, StreamKey stream, Exception failure);

    [LoggerMessage(LogLevel.Debug, "WebRTC session {Id} of {Stream} ended")]
    private partial void LogEnded(string id, StreamKey stream);
}
