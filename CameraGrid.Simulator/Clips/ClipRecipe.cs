namespace CameraGrid.Simulator.Clips;

internal enum VideoCodec
{
    H264,
    H265,
    Mjpeg,
}

internal enum AudioCodec
{
    Aac,
    Alaw,
}

/// <summary>How FFmpeg makes one clip: a picture it generates, and the sizes and formats it is encoded to.</summary>
internal sealed record ClipRecipe
{
    /// <summary>Frames per second where a recipe names no other number.</summary>
    public const int UsualFrameRate = 25;

    /// <summary>How long sound lasts before it repeats: a whole number of packets of every format, and of pictures.</summary>
    public const int AudioSeconds = 8;

    /// <summary>What the log calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The filter graph that generates the picture.</summary>
    public required string Picture { get; init; }

    /// <summary>Frames per second, as <see cref="Picture"/> generates them; a divisor of 90,000.</summary>
    public int FrameRate { get; init; } = UsualFrameRate;

    /// <summary>Frames before the clip repeats, a multiple of every output's <see cref="VideoFormat.KeyInterval"/>.</summary>
    public int FrameCount { get; init; } = 4 * UsualFrameRate;

    public required VideoFormat Main { get; init; }

    public VideoFormat? Sub { get; init; }

    /// <summary>The sound of all outputs, or null.</summary>
    public AudioCodec? Audio { get; init; }
}

/// <summary>The format of one output of a clip.</summary>
internal sealed record VideoFormat(int Width, int Height, int BitRate)
{
    public VideoCodec Codec { get; init; } = VideoCodec.H264;

    public string PixelFormat { get; init; } = "yuv420p";

    /// <summary>Frames from one keyframe to the next.</summary>
    public int KeyInterval { get; init; } = ClipRecipe.UsualFrameRate;

    public int BidirectionalFrames { get; init; }

    /// <summary>Whether every second has the same bits, as some cameras do it.</summary>
    public bool ConstantBitRate { get; init; }

    /// <summary>How the picture gets to this size: <c>neighbor</c> keeps the edges of blocks.</summary>
    public string Scaling { get; init; } = "fast_bilinear";
}
