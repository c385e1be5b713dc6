namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Why a run of FFmpeg ended; <see cref="Label"/> is what metrics and the health record carry.</summary>
internal enum FailureReason
{
    /// <summary>FFmpeg ended, or the camera closed the session, without a word.</summary>
    Ended,
    Refused,
    Unauthorized,
    NotFound,
    Timeout,
    Unreachable,
    BadData,
    Unsupported,

    /// <summary>The session stayed open and frames stopped.</summary>
    Stalled,

    /// <summary>What was found in the stream needs another plan; not a fault.</summary>
    Replanned,

    /// <summary>FFmpeg itself cannot be started.</summary>
    NoFfmpeg,

    /// <summary>The transcoder failed at it, as nobody foresaw.</summary>
    Failed,
}

internal static class FailureReasons
{
    public static string Label(this FailureReason reason) =>
        reason switch
        {
            FailureReason.Ended => "ended",
            FailureReason.Refused => "refused",
            FailureReason.Unauthorized => "unauthorized",
            FailureReason.NotFound => "not-found",
            FailureReason.Timeout => "timeout",
            FailureReason.Unreachable => "unreachable",
            FailureReason.BadData => "bad-data",
            FailureReason.Unsupported => "unsupported",
            FailureReason.Stalled => "stalled",
            FailureReason.Replanned => "replanned",
            FailureReason.NoFfmpeg => "no-ffmpeg",
            FailureReason.Failed => "failed",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };

    /// <summary>The same in words for the one who looks at the tile.</summary>
    public static string Sentence(this FailureReason reason) =>
        reason switch
        {
            FailureReason.Ended => "The camera closed the stream.",
            FailureReason.Refused => "The camera refused the connection.",
            FailureReason.Unauthorized => "The camera refused the user name or password.",
            FailureReason.NotFound => "The camera has no stream at this address.",
            FailureReason.Timeout => "The camera did not answer in time.",
            FailureReason.Unreachable => "The camera cannot be reached.",
            FailureReason.BadData => "The camera sends data that cannot be read.",
            FailureReason.Unsupported => "The stream has no video that can be shown.",
            FailureReason.Stalled => "The camera stopped sending pictures.",
            FailureReason.Replanned => "The stream is being converted for browsers.",
            FailureReason.NoFfmpeg =>
                "FFmpeg cannot be started. Install FFmpeg 5.1 or newer, or set Transcoder:Ffmpeg.",
            FailureReason.Failed => "The transcoder failed at this stream; its log says how.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };
}
