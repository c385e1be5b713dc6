using System.Collections.Concurrent;

namespace CameraGrid.Tests.Support;

/// <summary>
/// Real streams, encoded by the system's FFmpeg once a run: the one table that drives the tests of every format.
/// </summary>
internal static class TestMedia
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> Encoded = new();

    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        // As cameras send: no B-frames, a keyframe a second.
        ["baseline"] = Video("testsrc2=s=320x240:r=25", "-profile:v baseline -g 25 -t 3"),
        ["b-frames"] = Video("testsrc2=s=320x240:r=25", "-profile:v main -bf 2 -b_strategy 0 -g 25 -t 3"),
        ["b-pyramid"] = Video(
            "testsrc2=s=322x182:r=30",
            "-bf 4 -b_strategy 0 -x264-params b-pyramid=normal -g 30 -t 3"
        ),
        ["open-gop"] = Video("testsrc2=s=320x240:r=25", "-bf 3 -b_strategy 0 -x264-params open-gop=1 -g 12 -t 3"),
        ["odd-frame-rate"] = Video("testsrc2=s=352x288:r=30000/1001", "-g 30 -bf 1 -x264-params b-pyramid=none -t 2"),
        ["slow"] = Video("testsrc2=s=320x240:r=1", "-tune zerolatency -g 5 -t 12"),
        ["cropped"] = Video("testsrc2=s=1918x1078:r=5", "-preset ultrafast -g 5 -t 1"),
        ["large-frames"] = Video(
            "testsrc2=s=1920x1080:r=10,noise=alls=80:allf=t",
            "-preset ultrafast -tune zerolatency -qp 10 -g 5 -t 1"
        ),
        ["interlaced"] = Video("testsrc2=s=720x576:r=25", "-flags +ilme+ildct -x264-params tff=1 -g 25 -t 1"),
        ["anamorphic"] = Video("testsrc2=s=704x576:r=25,setsar=12/11", "-g 25 -t 1"),
        ["4:2:2"] = Video("testsrc2=s=322x242:r=25", "-pix_fmt yuv422p -g 25 -t 1"),
        ["4:4:4 odd"] = Video("testsrc2=s=321x241:r=25", "-pix_fmt yuv444p -g 25 -t 1"),
        ["10-bit"] = Video("testsrc2=s=320x240:r=25", "-pix_fmt yuv420p10 -g 25 -t 1"),
        ["aac"] =
        [
            .. "-f lavfi -i testsrc2=s=320x240:r=25 -f lavfi -i sine=r=44100 -c:v libx264 -bf 2 -g 25".Split(' '),
            .. "-c:a aac -ac 2 -t 3".Split(' '),
        ],
    };

    /// <summary>Theory data: every name.</summary>
    public static TheoryData<string> Names => [.. Arguments.Keys];

    /// <summary>The stream as FFmpeg hands it over on a pipe.</summary>
    public static Task<byte[]> NutAsync(string name) => EncodeAsync(name, Arguments[name]);

    /// <summary>Encodes once for all tests that ask for the same, as NUT.</summary>
    public static Task<byte[]> EncodeAsync(string name, IReadOnlyList<string> arguments) =>
        Encoded
            .GetOrAdd(
                name,
                // Shared between tests, so no single test's token may stop it.
                _ => new Lazy<Task<byte[]>>(() =>
                    Tool.FfmpegAsync(
                        [.. arguments, "-f", "nut", "-flush_packets", "1", "pipe:1"],
                        CancellationToken.None
                    )
                )
            )
            .Value;

    private static string[] Video(string source, string options) =>
        ["-f", "lavfi", "-i", source, "-c:v", "libx264", .. options.Split(' ')];
}
