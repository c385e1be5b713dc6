using System.Text.RegularExpressions;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Reads FFmpeg's messages for the reason of a failure. The words are those of FFmpeg 5.1 to 8.0.</summary>
internal static partial class FfmpegErrors
{
    /// <summary>
    /// FFmpeg's words, the most telling first: it ends most failures with a general line that follows from a particular one.
    /// </summary>
    public static IReadOnlyList<(string Words, FailureReason Reason)> Table { get; } =
    [
        ("failed: 401", FailureReason.Unauthorized),
        ("401 Unauthorized", FailureReason.Unauthorized),
        ("403 Forbidden", FailureReason.Unauthorized),
        ("404 Not Found", FailureReason.NotFound),
        // RFC 2326, 11.3: what cameras answer that have given away all their sessions; some say 503.
        ("failed: 453", FailureReason.Busy),
        ("failed: 503", FailureReason.Busy),
        ("429 Too Many Requests", FailureReason.Busy),
        ("5XX Server Error", FailureReason.ServerError),
        ("failed: 461", FailureReason.WrongTransport),
        ("Nonmatching transport in server reply", FailureReason.WrongTransport),
        ("Protocol not supported", FailureReason.WrongTransport),
        ("4XX Client Error", FailureReason.Rejected),
        ("400 Bad Request", FailureReason.Rejected),
        ("Connection refused", FailureReason.Refused),
        ("Connection timed out", FailureReason.Timeout),
        ("Operation timed out", FailureReason.Timeout),
        ("No route to host", FailureReason.Unreachable),
        ("Network is unreachable", FailureReason.Unreachable),
        ("Network is down", FailureReason.Unreachable),
        ("Host is down", FailureReason.Unreachable),
        ("Host is unreachable", FailureReason.Unreachable),
        ("Failed to resolve hostname", FailureReason.Unreachable),
        ("matches no streams", FailureReason.Unsupported),
        ("does not contain any stream", FailureReason.Unsupported),
        ("Could not find tag for codec", FailureReason.Unsupported),
        // An answer that is none: FFmpeg says no more of it, be it silence, a closed connection or a page of HTML.
        ("Impossible to open", FailureReason.NoAnswer),
        ("Invalid data found", FailureReason.BadData),
        ("Connection reset by peer", FailureReason.Ended),
        ("Broken pipe", FailureReason.Ended),
        ("Input/output error", FailureReason.Ended),
        ("End of file", FailureReason.Ended),
    ];

    /// <summary>
    /// What FFmpeg needs to hand the stream on: a time for its first frame, or, where it had not seen enough to write its
    /// header, a longer look. Null where it complains of neither.
    /// </summary>
    public static Analysis? AsksFor(IReadOnlyCollection<string> lines) =>
        lines.Any(line => line.Contains("incorrect codec parameters", StringComparison.Ordinal)) ? Analysis.Thorough
        : lines.Any(line => line.Contains("Negative pts not supported", StringComparison.Ordinal)) ? Analysis.Timed
        : null;

    /// <summary>The reason named by the most telling of the lines.</summary>
    /// <param name="lines">FFmpeg's last lines.</param>
    /// <param name="waited">The run took as long as FFmpeg waits for an answer.</param>
    public static FailureReason Classify(IReadOnlyCollection<string> lines, bool waited)
    {
        foreach (var (words, reason) in Table)
        {
            if (lines.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase)))
            {
                return waited && reason == FailureReason.NoAnswer ? FailureReason.Timeout : reason;
            }
        }

        return FailureReason.Ended;
    }

    /// <summary>The line is an error, as <c>-loglevel level</c> marks it, and says something.</summary>
    public static bool IsError(string line) =>
        Prefix().Match(line) is var prefix
        && prefix.Length < line.Length
        && !OfDecoder().IsMatch(line)
        && (
            prefix.Value.Contains("[error]", StringComparison.Ordinal)
            || prefix.Value.Contains("[fatal]", StringComparison.Ordinal)
        );

    /// <summary>The line is marked as what FFmpeg tells besides: it is not why it ended.</summary>
    public static bool IsRemark(string line) =>
        Prefix().Match(line).Value is var prefix
        && (
            prefix.Contains("[warning]", StringComparison.Ordinal)
            || prefix.Contains("[info]", StringComparison.Ordinal)
            || OfDecoder().IsMatch(prefix)
        );

    // A damaged picture, or the piece of one by which FFmpeg gets to know a stream, ends nothing.
    [GeneratedRegex(@"^\[(?:h264|hevc|mjpeg|mpeg4) @ ", RegexOptions.CultureInvariant)]
    private static partial Regex OfDecoder();

    [GeneratedRegex(@"^(?:\[[^\]]{1,100}\] )*\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
