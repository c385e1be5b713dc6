namespace CameraGrid.Tests.Transcoder.Ffmpeg;

/// <summary>
/// What FFmpeg prints as it fails: reason and lines, as FFmpeg 5.1 was heard to say them to broken cameras, and as 6.0 to
/// 8.0 have it where their words are others. <c>{url}</c> stands for the address, credentials included.
/// </summary>
internal static class FfmpegMessagesTable
{
    private const string Impossible = "[concat @ 0x55d55f916bc0] [error] Impossible to open '{url}'";

    public static TheoryData<string, string[]> Rows =>
        new()
        {
            {
                "Refused",
                [
                    "[tcp @ 0x5590c02bea80] [error] Connection to tcp://127.0.0.1:1?timeout=5000000 failed: Connection refused",
                    Impossible,
                    "[error] pipe:0: Connection refused",
                ]
            },
            {
                "Unauthorized",
                [
                    Method("DESCRIBE", "401 Unauthorized"),
                    Impossible,
                    "[error] pipe:0: Server returned 401 Unauthorized (authorization failed)",
                ]
            },
            {
                "Unauthorized",
                [
                    Method("OPTIONS", "401 Authorization Required"),
                    Impossible,
                    "[error] pipe:0: Server returned 401 Unauthorized (authorization failed)",
                ]
            },
            {
                "Unauthorized",
                [
                    Method("DESCRIBE", "403 Forbidden"),
                    Impossible,
                    "[error] pipe:0: Server returned 403 Forbidden (access denied)",
                ]
            },
            {
                "NotFound",
                [Method("DESCRIBE", "404 Not Found"), Impossible, "[error] pipe:0: Server returned 404 Not Found"]
            },
            {
                "NotFound",
                [
                    Method("DESCRIBE", "404 Stream Not Found"),
                    Impossible,
                    "[error] pipe:0: Server returned 404 Not Found",
                ]
            },
            {
                "Busy",
                [
                    Method("SETUP", "453 Not Enough Bandwidth"),
                    Impossible,
                    "[error] pipe:0: Server returned 4XX Client Error, but not one of 40{0,1,3,4}",
                ]
            },
            {
                "Busy",
                [
                    Method("PLAY", "453 Not Enough Bandwidth"),
                    Impossible,
                    "[error] pipe:0: Server returned 4XX Client Error, but not one of 40{0,1,3,4}",
                ]
            },
            {
                "Busy",
                [
                    Method("DESCRIBE", "503 Service Unavailable"),
                    Impossible,
                    "[error] pipe:0: Server returned 5XX Server Error reply",
                ]
            },
            {
                "ServerError",
                [
                    Method("DESCRIBE", "500 Internal Server Error"),
                    Impossible,
                    "[error] pipe:0: Server returned 5XX Server Error reply",
                ]
            },
            {
                "Rejected",
                [
                    "[concat @ 0x5650b4969bc0] [error] Impossible to open '{url}'",
                    "[error] pipe:0: Server returned 400 Bad Request",
                ]
            },
            {
                "Rejected",
                [
                    Method("DESCRIBE", "405 Method Not Allowed"),
                    Impossible,
                    "[error] pipe:0: Server returned 4XX Client Error, but not one of 40{0,1,3,4}",
                ]
            },
            {
                "Rejected",
                [
                    Method("PLAY", "454 Session Not Found"),
                    Impossible,
                    "[error] pipe:0: Server returned 4XX Client Error, but not one of 40{0,1,3,4}",
                ]
            },
            {
                "WrongTransport",
                [Method("SETUP", "461 Unsupported Transport"), Impossible, "[error] pipe:0: Protocol not supported"]
            },
            {
                "WrongTransport",
                [
                    "[rtsp @ 0x55c439caeb00] [error] Nonmatching transport in server reply",
                    Impossible,
                    "[error] pipe:0: Invalid data found when processing input",
                ]
            },
            {
                "Unreachable",
                [
                    "[tcp @ 0x55857d81aac0] [error] Failed to resolve hostname cam.invalid: Name or service not known",
                    Impossible,
                    "[error] pipe:0: Input/output error",
                ]
            },
            {
                "Unreachable",
                [
                    "[tcp @ 0x55857d81aac0] [error] Failed to resolve hostname cam.lan: Temporary failure in name resolution",
                    Impossible,
                    "[error] pipe:0: Input/output error",
                ]
            },
            {
                "Unreachable",
                [
                    "[tcp @ 0x55857d81aac0] [error] Connection to tcp://192.0.2.7:554?timeout=5000000 failed: No route to host",
                    Impossible,
                    "[error] pipe:0: No route to host",
                ]
            },
            {
                "Unreachable",
                [
                    "[tcp @ 0x55857d81aac0] [error] Connection to tcp://198.51.100.7:554?timeout=5000000 failed: Network is unreachable",
                    Impossible,
                    "[error] pipe:0: Network is unreachable",
                ]
            },
            {
                "Timeout",
                [
                    "[tcp @ 0x55857d81aac0] [error] Connection to tcp://10.255.255.1:554?timeout=5000000 failed: Connection timed out",
                    Impossible,
                    "[error] pipe:0: Connection timed out",
                ]
            },
            { "Timeout", ["[error] pipe:0: Connection timed out"] },
            // The camera, or what else is there, took the connection and closed it, or answered in another language.
            { "NoAnswer", [Impossible, "[error] pipe:0: Invalid data found when processing input"] },
            {
                "NoAnswer",
                [
                    "[rtsp @ 0x5558133ffb00] [warning] CSeq 1 expected, 0 received.",
                    Impossible,
                    "[error] pipe:0: Invalid data found when processing input",
                ]
            },
            {
                "Unsupported",
                ["[fatal] Stream map '0:v:0' matches no streams.", "To ignore this, add a trailing '?' to the map."]
            },
            { "BadData", ["[error] pipe:0: Invalid data found when processing input"] },
            { "Ended", ["[error] pipe:0: Connection reset by peer"] },
            { "Ended", ["[error] pipe:0: Input/output error"] },
            { "Ended", [] },
            // FFmpeg 6.1: the input has a name of its own. FFmpeg 7.1: one line more for each input, and the end.
            {
                "Refused",
                [
                    "[tcp @ 0x5590c02bea80] [error] Connection to tcp://127.0.0.1:1?timeout=5000000 failed: Connection refused",
                    Impossible,
                    "[in#0 @ 0x55d2c0] [error] Error opening input: Connection refused",
                    "[error] Error opening input file pipe:0.",
                    "[fatal] Error opening input files: Connection refused",
                ]
            },
            {
                "Unauthorized",
                [
                    Method("DESCRIBE", "401 Unauthorized"),
                    Impossible,
                    "[in#0 @ 0x55d2c0] [error] Error opening input: Server returned 401 Unauthorized (authorization failed)",
                    "[error] Error opening input file {url}.",
                    "[fatal] Error opening input files: Server returned 401 Unauthorized (authorization failed)",
                ]
            },
            {
                "Busy",
                [
                    "[in#0 @ 0x55d2c0] [error] Error opening input: Server returned 429 Too Many Requests",
                    "[error] Error opening input file pipe:0.",
                ]
            },
            {
                "Unsupported",
                [
                    "[fatal] Stream map '' matches no streams.",
                    "To ignore this, add a trailing '?' to the map.",
                    "[fatal] Failed to set value '0:v:0' for option 'map': Invalid argument",
                    "[fatal] Error parsing options for output file pipe:1.",
                    "[fatal] Error opening output files: Invalid argument",
                ]
            },
            { "Timeout", ["[in#0/concat @ 0x55d2c0] [error] Error during demuxing: Connection timed out"] },
            {
                "BadData",
                ["[in#0/concat @ 0x55d2c0] [error] Error during demuxing: Invalid data found when processing input"]
            },
        };

    private static string Method(string method, string answer) =>
        $"[rtsp @ 0x55c90c94db40] [error] method {method} failed: {answer}";
}
