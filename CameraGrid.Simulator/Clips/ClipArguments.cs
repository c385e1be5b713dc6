using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CameraGrid.Simulator.Clips;

/// <summary>The FFmpeg command line that encodes a clip, as a pure function of its recipe.</summary>
internal static class ClipArguments
{
    public const string MainFile = "main.nut";
    public const string SubFile = "sub.nut";

    /// <summary>The arguments; files are named relative to the folder FFmpeg is started in.</summary>
    public static IReadOnlyList<string> Build(ClipRecipe recipe)
    {
        List<string> arguments = ["-hide_banner", "-nostdin", "-loglevel", "error", "-y"];
        arguments.AddRange(["-filter_complex", Graph(recipe)]);
        AddOutput(arguments, recipe, recipe.Main, "[main]", "[mainsound]", MainFile);
        if (recipe.Sub is { } sub)
        {
            AddOutput(arguments, recipe, sub, "[sub]", "[subsound]", SubFile);
        }

        return arguments;
    }

    /// <summary>Names the folder of the clip, so that a changed recipe is encoded anew.</summary>
    public static string CacheKey(ClipRecipe recipe)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', Build(recipe))));
        return $"{recipe.Name.Replace('/', '-')}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    private static string Graph(ClipRecipe recipe)
    {
        // Not "-frames:v": that would end the sound as well.
        var picture = $"{recipe.Picture},trim=end_frame={Number(recipe.FrameCount)}";
        var graph = recipe.Sub is { } sub
            ? $"{picture},split[a][b];[a]{Scale(recipe.Main)}[main];[b]{Scale(sub)}[sub]"
            : $"{picture},{Scale(recipe.Main)}[main]";
        if (recipe.Audio is { } audio)
        {
            // A beep each second on a quiet tone, so that ears notice a gap. One second more than is played: the last packet
            // of the loop must be whole.
            var seconds = Number(ClipRecipe.AudioSeconds + 1);
            var tone =
                $"sine=frequency=220:beep_factor=4:sample_rate={SampleRate(audio)}:duration={seconds},volume=0.3";
            graph += recipe.Sub is null ? $";{tone}[mainsound]" : $";{tone},asplit[mainsound][subsound]";
        }

        return graph;
    }

    private static string Scale(VideoFormat format) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"scale={format.Width}:{format.Height}:flags={format.Scaling},format={format.PixelFormat}"
        );

    private static void AddOutput(
        List<string> arguments,
        ClipRecipe recipe,
        VideoFormat format,
        string video,
        string audio,
        string file
    )
    {
        arguments.AddRange(["-map", video]);
        arguments.AddRange(
            format.Codec switch
            {
                VideoCodec.H264 => H264(format),
                VideoCodec.H265 => H265(format),
                // What RFC 2435 presumes: the standard Huffman tables, and a table each for luma and chroma.
                _ => ["-c:v", "mjpeg", "-huffman", "default", "-force_duplicated_matrix", "1", "-q:v", "6"],
            }
        );
        if (recipe.Audio is { } codec)
        {
            arguments.AddRange(["-map", audio, "-c:a", codec == AudioCodec.Aac ? "aac" : "pcm_alaw"]);
            arguments.AddRange(["-b:a", "32k"]);
        }

        arguments.AddRange(["-f", "nut", file]);
    }

    private static List<string> H264(VideoFormat format) =>
        [
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-x264-params",
            format.ConstantBitRate ? "nal-hrd=cbr:open-gop=0:scenecut=0" : "open-gop=0:scenecut=0",
            "-g",
            Number(format.KeyInterval),
            "-keyint_min",
            Number(format.KeyInterval),
            "-bf",
            Number(format.BidirectionalFrames),
            .. Rate(format),
            // In the stream before each keyframe, as cameras do it, besides the SDP.
            "-bsf:v",
            "dump_extra=freq=keyframe",
        ];

    private static List<string> H265(VideoFormat format) =>
        [
            "-c:v",
            "libx265",
            "-preset",
            "ultrafast",
            "-x265-params",
            $"keyint={Number(format.KeyInterval)}:min-keyint={Number(format.KeyInterval)}:scenecut=0:open-gop=0:bframes={Number(format.BidirectionalFrames)}:log-level=error",
            .. Rate(format),
            "-bsf:v",
            "dump_extra=freq=keyframe",
        ];

    private static List<string> Rate(VideoFormat format) =>
        format.ConstantBitRate
            ?
            [
                "-b:v",
                Number(format.BitRate),
                "-minrate",
                Number(format.BitRate),
                "-maxrate",
                Number(format.BitRate),
                "-bufsize",
                Number(format.BitRate / 2),
            ]
            :
            [
                "-b:v",
                Number(format.BitRate),
                "-maxrate",
                Number(format.BitRate * 5 / 4),
                "-bufsize",
                Number(format.BitRate),
            ];

    private static int SampleRate(AudioCodec codec) => codec == AudioCodec.Aac ? 16000 : 8000;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
