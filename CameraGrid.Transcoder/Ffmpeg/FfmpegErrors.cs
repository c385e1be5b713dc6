namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Reads FFmpeg's messages for the reason of a failure. The words are those of FFmpeg 5.1 to 7.1.</summary>
internal static class FfmpegErrors
{
    private static readonly (string Words, FailureReason Reason)[] Table =
    [
        ("401 Unauthorized", FailureReason.Unauthorized),
        ("authorization failed", FailureReason.Unauthorized),
        ("403 Forbidden", FailureReason.Unauthorized),
        ("access denied", FailureReason.Unauthorized),
        ("404 Not Found", FailureReason.NotFound),
        ("404 Stream Not Found", FailureReason.NotFound),
        ("Connection refused", FailureReason.Refused),
        ("453 Not Enough Bandwidth", FailureReason.Refused),
        ("503 Service Unavailable", FailureReason.Refused),
        ("5XX Server Error", FailureReason.Refused),
        ("Connection timed out", FailureReason.Timeout),
        ("Operation timed out", FailureReason.Timeout),
        ("No route to host", FailureReason.Unreachable),
        ("Network is unreachable", FailureReason.Unreachable),
        ("Failed to resolve hostname", FailureReason.Unreachable),
        ("Name or service not known", FailureReason.Unreachable),
        ("Host is unreachable", FailureReason.Unreachable),
        ("matches no streams", FailureReason.Unsupported),
        ("does not contain any stream", FailureReason.Unsupported),
        ("Could not find tag for codec", FailureReason.Unsupported),
        ("Invalid data found", FailureReason.BadData),
        ("Connection reset by peer", FailureReason.Ended),
        ("End of file", FailureReason.Ended),
    ];

    /// <summary>FFmpeg had not seen enough of the stream to write its header.</summary>
    public static bool AsksForAnalysis(IReadOnlyCollection<string> lines) =>
        lines.Any(line => line.Contains("incorrect codec parameters", StringComparison.Ordinal));

    /// <summary>
    /// The reason named by the most telling of the lines: the table's order counts, since FFmpeg ends most failures
    /// with a general line that follows from a particular one.
    /// </summary>
    public static FailureReason Classify(IReadOnlyCollection<string> lines)
    {
        foreach (var (words, reason) in Table)
        {
            if (lines.Any(line => line.Contains(words, StringComparison.OrdinalIgnoreCase)))
            {
                return reason;
            }
        }

        return FailureReason.Ended;
    }
}
