using System.Text.RegularExpressions;
using CameraGrid.Media.H264;
using CameraGrid.Media.Nut;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>What FFmpeg does with an elementary stream.</summary>
internal enum Handling
{
    /// <summary>Hands it over as the camera sends it.</summary>
    Copy,

    /// <summary>Decodes it and encodes what browsers play: H.264 4:2:0 8 bit, or AAC.</summary>
    Transcode,
}

/// <summary>How long FFmpeg looks at a stream before it hands on the first frame.</summary>
internal enum Analysis
{
    /// <summary>Takes the camera's description (SDP) at its word: the picture is there with the first keyframe.</summary>
    Quick,

    /// <summary>As quick, and gives the first frame a time: FFmpeg asks for one where frames are reordered.</summary>
    Timed,

    /// <summary>Waits for what cameras leave out of their description: parameter sets, the order of B-frames.</summary>
    Thorough,
}

/// <summary>How one camera stream is brought to what browsers play; decided from the stream itself and remembered.</summary>
internal sealed partial record StreamPlan(Handling Video, Handling Audio, Analysis Analysis)
{
    // A stream that is found playable and then not, over and over, is left transcoded.
    private const int MostReturns = 5;

    /// <summary>The cheapest, tried first: nothing is decoded.</summary>
    public static StreamPlan CopyAll { get; } =
        new(Handling.Copy, Handling.Copy, Analysis.Quick) { JoinsPackets = true };

    /// <summary>
    /// FFmpeg hands on what each RTP packet holds, and the pictures are put together here: its parser holds each one until the
    /// next begins. For H.264 that is copied and not reordered.
    /// </summary>
    public bool JoinsPackets { get; init; }

    /// <summary>The stream has been taken for stalled behind its first frame: the next run waits longer for the second.</summary>
    public bool IsPatient { get; init; }

    /// <summary>How many times transcoding was given up for copying, since the camera's codec had changed.</summary>
    public int Returns { get; init; }

    /// <summary>
    /// The plan that the streams found call for. <paramref name="sps"/> is the video's sequence parameter set, where it
    /// is H.264 and one has been seen; <paramref name="playsAudio"/> says that the sound is AAC with a configuration, or
    /// that there is none.
    /// </summary>
    public StreamPlan For(NutStream video, H264Sps? sps, bool playsAudio) =>
        this with
        {
            Video = Video == Handling.Copy && IsPlayable(video, sps) ? Handling.Copy : Handling.Transcode,
            Audio = Audio == Handling.Copy && playsAudio ? Handling.Copy : Handling.Transcode,
            JoinsPackets = JoinsPackets && IsPlayable(video, sps) && video.DecodeDelay == 0,
        };

    /// <summary>The plan for a stream that FFmpeg has to look at in another way; it leaves the pictures to FFmpeg.</summary>
    public StreamPlan AnalysedAs(Analysis analysis) => this with { Analysis = analysis, JoinsPackets = false };

    /// <summary>
    /// The plan for a stream that is transcoded and need not be: <paramref name="line"/> is one that FFmpeg prints before
    /// it begins. Null where the line says nothing of the kind.
    /// </summary>
    public StreamPlan? ForInput(string line) =>
        Video == Handling.Transcode && Returns < MostReturns && PlayableInput().IsMatch(line)
            ? this with
            {
                Video = Handling.Copy,
                Returns = Returns + 1,
                JoinsPackets = true,
            }
            : null;

    // "[info]   Stream #0:0: Video: h264 (High), yuv420p(progressive), 1280x720 …"; "#0:" is an input's or an output's, and the
    // input comes first. The encoder's, ours, is known by its quality range.
    [GeneratedRegex(@"Stream #0:\d+[^:]*: Video: h264\b[^,]*, yuvj?420p[(,](?!.*q=\d)", RegexOptions.CultureInvariant)]
    private static partial Regex PlayableInput();

    // Browsers decode 4:2:0 at 8 bit: chroma_format_idc 1 and bit_depth_*_minus8 0 (ITU-T H.264, 7.4.2.1.1).
    private static bool IsPlayable(NutStream video, H264Sps? sps) =>
        Codecs.IsH264(video) && sps is null or { ChromaFormatIdc: 1, BitDepthLuma: 8, BitDepthChroma: 8 };
}
