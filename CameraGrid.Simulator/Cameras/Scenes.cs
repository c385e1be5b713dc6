using CameraGrid.Simulator.Clips;

namespace CameraGrid.Simulator.Cameras;

/// <summary>The recipes of all cameras: FFmpeg's own generators, toned down to sit side by side on a dark page.</summary>
internal static class Scenes
{
    private const string Night = "0x101826";

    /// <summary>The sixteen cameras of the grid: name, picture, sound.</summary>
    public static IReadOnlyList<(string Name, string Picture, AudioCodec? Audio)> Grid { get; } =
    [
        ("Gate", "testsrc=size=640x360:rate=25", null),
        ("Yard", Boxes, null),
        ("Loading dock", "testsrc2=size=1280x720:rate=25,eq=saturation=0.8", AudioCodec.Aac),
        (
            "Barn",
            "mandelbrot=size=640x360:rate=25:maxiter=400:start_scale=0.05:end_scale=0.005:end_pts=100,eq=saturation=0.8",
            null
        ),
        ("Till 1", "smptehdbars=size=1280x720:rate=25,scroll=horizontal=0.005", AudioCodec.Alaw),
        ("Till 2", "pal75bars=size=1280x720:rate=25,scroll=horizontal=-0.004,hue=H=2*PI*t/8:s=0.7", null),
        (
            "Car park",
            "life=size=320x180:rate=25:mold=12:ratio=0.12:seed=7:life_color=0x40d0ff:death_color=0x10304a:mold_color=0x081018",
            null
        ),
        (
            "Warehouse",
            "gradients=size=1280x720:rate=25:speed=0.03:n=3:seed=3:c0=0x12355b:c1=0x5aa9e6:c2=0x0b132b",
            null
        ),
        (
            "Office",
            "gradients=size=640x360:rate=25:speed=0.05:n=4:seed=11:type=spiral:c0=0x3d1e6d:c1=0xff8c61:c2=0xce6a85:c3=0x161032",
            null
        ),
        ("Corridor", Radar, null),
        ("Server room", $"cellauto=size=320x180:rate=25:rule=110:random_seed=5,{Tint("0.3", "0.75", "0.55")}", null),
        ("Workshop", $"testsrc2=size=1280x720:rate=25,hue=h=100:s=0.6,rotate=a=2*PI*t/4:c={Night}", null),
        ("Stable", "colorspectrum=size=1280x720:rate=25:type=all,hue=H=2*PI*t/4:s=0.7,eq=brightness=-0.15", null),
        ("Orchard", "rgbtestsrc=size=1280x720:rate=25,scroll=vertical=0.004", null),
        ("Roof", $"sierpinski=size=640x360:rate=25:seed=2:type=triangle:jump=40,{Tint("0.95", "0.65", "0.25")}", null),
        ("Reception", $"haldclutsrc=level=8:rate=25,scale=720:720,rotate=a=PI*t/2:ow=1280:oh=720:c={Night}", null),
    ];

    /// <summary>The clock camera: the number of each frame in squares (<see cref="ClockPattern"/>) above a moving picture.</summary>
    public static ClipRecipe Clock { get; } =
        Recipe("clock", $"testsrc2=size=640x360:rate=25,{ClockPattern.Filters()}") with
        {
            FrameCount = ClockPattern.FrameCount,
            Main = Hd with { Scaling = "neighbor" },
        };

    /// <summary>Sixteen paths with one heavy clip: noise, so that the bit rate is real.</summary>
    public static ClipRecipe Bench { get; } =
        new()
        {
            Name = "bench",
            Picture = "testsrc2=size=1920x1080:rate=25,noise=alls=12:allf=t",
            Main = new VideoFormat(1920, 1080, 4_000_000) { ConstantBitRate = true },
        };

    /// <summary>The sub stream of a usual camera; noise, so that the bit rate is real.</summary>
    public static ClipRecipe Light { get; } =
        new()
        {
            Name = "light",
            Picture = "testsrc2=size=640x360:rate=15,noise=alls=12:allf=t",
            FrameRate = 15,
            FrameCount = 60,
            Main = new VideoFormat(640, 360, 500_000) { KeyInterval = 15, ConstantBitRate = true },
        };

    /// <summary>Formats cameras have in the field, for the tests: id and recipe.</summary>
    public static IReadOnlyList<(string Id, ClipRecipe Recipe)> Variants { get; } =
    [
        (
            "h265",
            Recipe("h265", Plain) with
            {
                Main = Hd with { Codec = VideoCodec.H265 },
                Sub = Sd with { Codec = VideoCodec.H265 },
            }
        ),
        ("mjpeg", Small("mjpeg", Sd with { Codec = VideoCodec.Mjpeg, PixelFormat = "yuvj420p" })),
        ("bframes", Small("bframes", Sd with { BidirectionalFrames = 2 })),
        ("odd", Small("odd", Sd with { Width = 642, Height = 358 })),
        ("aac", Small("aac", Sd) with { Audio = AudioCodec.Aac }),
        ("alaw", Small("alaw", Sd) with { Audio = AudioCodec.Alaw }),
        ("h264-422", Small("h264-422", Sd with { PixelFormat = "yuv422p" })),
        ("h264-10bit", Small("h264-10bit", Sd with { PixelFormat = "yuv420p10le" })),
        ("gop10", Small("gop10", Sd with { KeyInterval = 250 }) with { FrameCount = 500 }),
    ];

    private static string Plain => "testsrc2=size=1280x720:rate=25";

    private static VideoFormat Hd => new(1280, 720, 1_200_000);

    private static VideoFormat Sd => new(640, 360, 400_000);

    private static string Boxes =>
        $"color=c={Night}:size=1280x720:rate=25,drawgrid=w=80:h=80:t=2:c=0x1c2a3e[bg];"
        + "color=c=0xf2a33a:size=240x240:rate=25[a];color=c=0x4aa8ff:size=180x180:rate=25[b];"
        + "color=c=0x6ee787:size=130x130:rate=25[c];[bg][a]overlay=x='520+460*sin(2*PI*t/4)':y='240+200*cos(2*PI*t/2)'[d];"
        + "[d][b]overlay=x='550+480*cos(2*PI*t/4)':y='270+240*sin(2*PI*t/4)'[e];"
        + "[e][c]overlay=x='mod(352.5*t,1410)-130':y='295+240*sin(2*PI*t/2)'";

    private static string Radar =>
        "color=c=0x06140c:size=640x360:rate=25,drawgrid=w=40:h=40:t=1:c=0x1c4a2c[bg];"
        + "color=c=0x45e08a:size=330x14:rate=25,format=rgba,pad=330:330:0:158:0x00000000,rotate=a=2*PI*t/4:c=none[r];"
        + "[bg][r]overlay=155:15";

    /// <summary>A recipe of a main and a sub stream.</summary>
    public static ClipRecipe Recipe(string name, string picture, AudioCodec? audio = null) =>
        new()
        {
            Name = name,
            Picture = picture,
            Main = Hd,
            Sub = Sd,
            Audio = audio,
        };

    private static ClipRecipe Small(string name, VideoFormat format) =>
        new()
        {
            Name = name,
            Picture = Plain,
            Main = format,
        };

    /// <summary>Colours a picture of black and white: what white becomes.</summary>
    private static string Tint(string red, string green, string blue) =>
        $"format=gbrp,colorchannelmixer=rr={red}:gg={green}:bb={blue}";
}
