namespace CameraGrid.Simulator.Rtsp;

/// <summary>The status codes the server uses (RFC 2326, 7.1.1).</summary>
internal enum RtspStatus
{
    Ok = 200,
    BadRequest = 400,
    Unauthorized = 401,
    NotFound = 404,
    NotEnoughBandwidth = 453,
    SessionNotFound = 454,
    NotValidInThisState = 455,
    AggregateNotAllowed = 459,
    UnsupportedTransport = 461,
    NotImplemented = 501,
    ServiceUnavailable = 503,
    VersionNotSupported = 505,
}

internal static class RtspStatusReasons
{
    public static string Reason(this RtspStatus status) =>
        status switch
        {
            RtspStatus.Ok => "OK",
            RtspStatus.BadRequest => "Bad Request",
            RtspStatus.Unauthorized => "Unauthorized",
            RtspStatus.NotFound => "Not Found",
            RtspStatus.NotEnoughBandwidth => "Not Enough Bandwidth",
            RtspStatus.SessionNotFound => "Session Not Found",
            RtspStatus.NotValidInThisState => "Method Not Valid in This State",
            RtspStatus.AggregateNotAllowed => "Aggregate Operation Not Allowed",
            RtspStatus.UnsupportedTransport => "Unsupported Transport",
            RtspStatus.NotImplemented => "Not Implemented",
            RtspStatus.ServiceUnavailable => "Service Unavailable",
            _ => "RTSP Version Not Supported",
        };
}
