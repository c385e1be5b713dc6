using CameraGrid.Bench.Harness;
using CliWrap;

namespace CameraGrid.Bench.Ring;

/// <summary>A stream as FFmpeg hands it over on a pipe.</summary>
internal static class NutSample
{
    public const string Description = "1920x1080 H.264 at 25 fps, 4 Mbit/s";

    /// <summary>So many times the clip is repeated: 100 s in all.</summary>
    private const string Repeats = "24";

    public static async Task<byte[]> EncodeAsync(CancellationToken cancellationToken)
    {
        using var workspace = new Workspace();
        var clip = workspace.PathOf("clip.ts");
        await FfmpegAsync(
            [
                .. "-f lavfi -i testsrc2=size=1920x1080:rate=25,noise=alls=12:allf=t -t 4".Split(' '),
                .. "-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p -g 25".Split(' '),
                .. "-b:v 4M -maxrate 4M -bufsize 4M".Split(' '),
                clip,
            ],
            PipeTarget.Null,
            cancellationToken
        );
        using var nut = new MemoryStream();
        await FfmpegAsync(
            [
                "-stream_loop",
                Repeats,
                "-i",
                clip,
                // MPEG-TS carries H.264 as cameras send it, with start codes.
                .. "-c copy -f nut -write_index 0 pipe:1".Split(' '),
            ],
            PipeTarget.ToStream(nut),
            cancellationToken
        );
        return nut.ToArray();
    }

    private static async Task FfmpegAsync(
        IEnumerable<string> arguments,
        PipeTarget output,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await Cli.Wrap("ffmpeg")
                .WithArguments(["-hide_banner", "-loglevel", "error", "-nostdin", .. arguments])
                .WithStandardOutputPipe(output)
                .ExecuteAsync(cancellationToken);
        }
        catch (Exception exception)
            when (exception is CliWrap.Exceptions.CliWrapException or System.ComponentModel.Win32Exception)
        {
            throw new BenchmarkException($"FFmpeg could not make the stream: {exception.Message}", exception);
        }
    }
}
