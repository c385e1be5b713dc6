namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Why a run of FFmpeg ended; <see cref="Label"/> is what metrics and the health record carry.</summary>
internal enum FailureReason
{
    /// <summary>FFmpeg ended, or the camera closed the session, without a word.</summary>
    Ended,
    Refused,
    Unauthorized,
    NotFound,

    /// <summary>The camera has given away all the connections it has.</summary>
    Busy,
    ServerError,

    /// <summary>The camera takes UDP only, or TCP only.</summary>
    WrongTransport,

    /// <summary>Any other 4XX.</summary>
    Rejected,
    Timeout,
    Unreachable,

    /// <summary>Something answers there, or closes the connection, and it is no RTSP.</summary>
    NoAnswer,

    /// <summary>Frames come and none that decoding could begin with.</summary>
    NoKeyframe,
    BadData,
    Unsupported,

    /// <summary>The session stayed open and frames stopped.</summary>
    Stalled,

    /// <summary>What was found in the stream needs another plan; not a fault.</summary>
    Replanned,

    /// <summary>FFmpeg itself cannot be started.</summary>
    NoFfmpeg,

    /// <summary>FFmpeg is older than 5.1.</summary>
    OldFfmpeg,

    /// <summary>What is started as FFmpeg writes something else than it was told to.</summary>
    BadFfmpeg,

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
            FailureReason.Busy => "busy",
            FailureReason.ServerError => "server-error",
            FailureReason.WrongTransport => "wrong-transport",
            FailureReason.Rejected => "rejected",
            FailureReason.Timeout => "timeout",
            FailureReason.Unreachable => "unreachable",
            FailureReason.NoAnswer => "no-answer",
            FailureReason.NoKeyframe => "no-keyframe",
            FailureReason.BadData => "bad-data",
            FailureReason.Unsupported => "unsupported",
            FailureReason.Stalled => "stalled",
            FailureReason.Replanned => "replanned",
            FailureReason.NoFfmpeg => "no-ffmpeg",
            FailureReason.OldFfmpeg => "old-ffmpeg",
            FailureReason.BadFfmpeg => "bad-ffmpeg",
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
            FailureReason.Busy => "The camera serves all the viewers it can. Close others, or raise its limit.",
            FailureReason.ServerError => "The camera reports a fault of its own.",
            FailureReason.WrongTransport =>
                "The camera does not offer this transport. Set the camera's transport to the other of tcp and udp.",
            FailureReason.Rejected => "The camera rejected the request.",
            FailureReason.Timeout => "The camera did not answer in time.",
            FailureReason.Unreachable => "The camera cannot be reached.",
            FailureReason.NoAnswer =>
                "What answers there is no RTSP camera, or one that is starting. Check its address.",
            FailureReason.NoKeyframe => "The camera sends no picture that decoding could begin with.",
            FailureReason.BadData => "The camera sends data that cannot be read.",
            FailureReason.Unsupported => "The stream has no video that can be shown.",
            FailureReason.Stalled => "The camera stopped sending pictures.",
            FailureReason.Replanned => "The stream is being converted for browsers.",
            FailureReason.NoFfmpeg =>
                "FFmpeg cannot be started. Install FFmpeg 5.1 or newer, or set Transcoder:Ffmpeg.",
            FailureReason.OldFfmpeg =>
                "FFmpeg is too old. Install FFmpeg 5.1 or newer, or set Transcoder:Ffmpeg to one that is.",
            FailureReason.BadFfmpeg =>
                "FFmpeg writes what cannot be read. Check what Transcoder:Ffmpeg names; the log has more.",
            FailureReason.Failed => "The transcoder failed at this stream; its log says how.",
            _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
        };
}
