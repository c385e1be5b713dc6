using System.Globalization;
using System.Text;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// What FFmpeg is told: an argument list, which every user of the machine can read, and a script on its standard input
/// with all that must stay private.
/// </summary>
internal static class FfmpegCommand
{
    private const string Protocols = "pipe,rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto";

    /// <summary>FFmpeg ends by itself when the camera has sent nothing for this long.</summary>
    public static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How much later than the picture the sound is dated in FFmpeg's output.</summary>
    public static readonly TimeSpan SoundLater = TimeSpan.FromSeconds(1);

    /// <summary>The argument list; it names no camera.</summary>
    public static IReadOnlyList<string> Arguments(StreamPlan plan) =>
        [
            "-hide_banner",
            "-nostats",
            .. Options($"-loglevel level+{LogLevel(plan)}"),
            .. Options(KeepsFirst(plan) ? "" : "-fflags nobuffer"),
            .. Options(
                $"-analyzeduration 1 -fpsprobesize 0 -f concat -safe 0 -protocol_whitelist {Protocols} -i pipe:0"
            ),
            .. Options("-map 0:v:0 -map 0:a:0?"),
            .. plan.Video == Handling.Copy ? Options("-c:v copy -copyinkf") : Options(VideoEncoder),
            .. Options(plan.Analysis == Analysis.Timed && plan.Video == Handling.Copy ? FirstTimestamp : ""),
            .. plan.Audio == Handling.Copy ? Options("-c:a copy") : Options("-c:a aac -ac 1 -ar 48000 -b:a 64k"),
            .. Options(Interleaving),
            // Sound that is encoded begins before its first sample, and NUT has no times below zero.
            .. Options("-output_ts_offset 1 -f nut -flush_packets 1 -write_index 0 pipe:1"),
        ];

    /// <summary>
    /// The ffconcat script for standard input: address with credentials, and the options of its demuxer.
    /// See FFmpeg's documentation of the concat demuxer.
    /// </summary>
    public static string Script(StreamSource source, StreamPlan plan)
    {
        var script = new StringBuilder("ffconcat version 1.0\n");
        script.Append(CultureInfo.InvariantCulture, $"file '{Address(source)}'\n");
        foreach (var (name, value) in DemuxerOptions(source, plan))
        {
            script.Append(CultureInfo.InvariantCulture, $"option {name} {value}\n");
        }

        return script.ToString();
    }

    /// <summary>
    /// The frame that was looked at comes without a time; it is the first. The filter knows the next frame's time as well,
    /// and so holds each frame until the next one is there.
    /// </summary>
    private const string FirstTimestamp = "-bsf:v setts=pts=if(eq(N\\,0)*eq(PTS\\,NOPTS)\\,0\\,PTS)";

    /// <summary>
    /// FFmpeg's muxer hands on all packets but the last it has, where they are more than this microsecond apart. So that the
    /// last one is never a picture, the sound is dated a second later than it is.
    /// </summary>
    private static readonly string Interleaving =
        $"-bsf:a setts=ts=TS+{SoundLater.TotalSeconds:F0}/TB -max_interleave_delta 1";

    private const string VideoEncoder =
        "-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -bf 0"
        + " -force_key_frames expr:gte(t,n_forced*1) -vf scale=trunc(iw/2)*2:trunc(ih/2)*2";

    private static IEnumerable<(string Name, string Value)> DemuxerOptions(StreamSource source, StreamPlan plan) =>
        [
            ("rtsp_transport", source.Transport == RtspTransport.Udp ? "udp" : "tcp"),
            ("timeout", ReadTimeout.TotalMicroseconds.ToString(CultureInfo.InvariantCulture)),
            ("fflags", Flags(plan)),
            .. AnalysisOptions(plan),
        ];

    /// <summary>
    /// Whether the frame that FFmpeg looks at is handed on. Cameras begin with a keyframe: without it the picture waits for
    /// the next one. A longer analysis would hand on all of its frames at once, and some of them without times.
    /// </summary>
    private static bool KeepsFirst(StreamPlan plan) =>
        plan is { Video: Handling.Copy, Analysis: Analysis.Quick or Analysis.Timed };

    // An encoder wants to know the frame rate, which takes a few frames; handing on needs none.
    private static IEnumerable<(string Name, string Value)> AnalysisOptions(StreamPlan plan) =>
        (plan.Analysis, plan.Video) switch
        {
            // The beginning of one slice is enough, with a time or without.
            _ when plan.JoinsPackets => [("fpsprobesize", "0"), ("analyzeduration", "1"), ("max_ts_probe", "0")],
            (Analysis.Thorough, _) => [("analyzeduration", "5000000")],
            (_, Handling.Transcode) => [("analyzeduration", "500000")],
            _ => [("fpsprobesize", "0"), ("analyzeduration", "1")],
        };

    private static string Flags(StreamPlan plan) =>
        plan.JoinsPackets ? "genpts+noparse"
        : KeepsFirst(plan) ? "genpts"
        : "nobuffer+genpts";

    // What FFmpeg reads is among its information; it is asked for where it may turn out to be what browsers play. It warns of
    // every packet that has the time of the one before.
    private static string LogLevel(StreamPlan plan) =>
        plan.Video == Handling.Transcode ? "info"
        : plan.JoinsPackets ? "error"
        : "warning";

    private static string Address(StreamSource source)
    {
        if (source.Username is null)
        {
            return source.Url.AbsoluteUri;
        }

        var password = source.Password is null ? "" : ":" + Uri.EscapeDataString(source.Password);
        return $"{source.Url.Scheme}://{Uri.EscapeDataString(source.Username)}{password}@{source.Url.Authority}{source.Url.PathAndQuery}";
    }

    private static string[] Options(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
