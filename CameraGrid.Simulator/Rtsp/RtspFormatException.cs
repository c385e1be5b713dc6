namespace CameraGrid.Simulator.Rtsp;

/// <summary>A client sent what is no RTSP; the connection cannot go on.</summary>
internal sealed class RtspFormatException(string message) : Exception(message);
