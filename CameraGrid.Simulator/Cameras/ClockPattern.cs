namespace CameraGrid.Simulator.Cameras;

/// <summary>
/// The number of a frame, drawn into the clock camera's picture as one row of squares that survives encoding and scaling.
/// </summary>
/// <remarks>
/// <para>Geometry, in a raster of 640x360, scaled with the picture's width: squares of 32x32 from x = 32, y = 32, side by side.</para>
/// <code>
///   x =  32     64     96    128  …   576
///      | white | black | bit 0 | bit 1 | … | bit 15 |
/// </code>
/// <para>Bit 0 is the least significant; white is 1, black is 0. The first two squares are references: a bit is 1 when its centre is
/// brighter than half way between them.</para>
/// </remarks>
public static class ClockPattern
{
    /// <summary>Width of the raster the geometry is given in.</summary>
    public const int RasterWidth = 640;

    /// <summary>Height of that raster.</summary>
    public const int RasterHeight = 360;

    /// <summary>Side of a square.</summary>
    public const int Block = 32;

    /// <summary>Left edge of the white reference; the black one is the next square, then bit 0.</summary>
    public const int Left = 32;

    /// <summary>Top edge of the row.</summary>
    public const int Top = 32;

    /// <summary>Bits of the number.</summary>
    public const int Bits = 16;

    /// <summary>Frames before the number starts again from 0: one minute.</summary>
    public const int FrameCount = 1500;

    // Below this the references are no references: another picture, or none.
    private const int LeastContrast = 64;

    /// <summary>Reads the number of a frame from its pixels.</summary>
    /// <param name="luma">The brightness, 0 to 255, at a column and a row of the picture.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <returns>The number, or null when the picture shows none.</returns>
    public static int? Read(Func<int, int, byte> luma, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(luma);
        var row = (Top + Block / 2) * width / RasterWidth;
        if (width <= 0 || row >= height)
        {
            return null;
        }

        var white = At(0);
        var black = At(1);
        if (white - black < LeastContrast)
        {
            return null;
        }

        var number = 0;
        for (var bit = 0; bit < Bits; bit++)
        {
            number |= At(2 + bit) > (white + black) / 2 ? 1 << bit : 0;
        }

        return number < FrameCount ? number : null;

        int At(int square) => luma((Left + square * Block + Block / 2) * width / RasterWidth, row);
    }

    /// <summary>The filters that draw the number of each frame into a picture of the raster's size.</summary>
    internal static string Filters()
    {
        var filters = new List<string>
        {
            Square(-1, "0x202020", Bits + 4),
            Square(0, "white"),
            Square(1, "black", Bits + 1),
        };
        for (var bit = 0; bit < Bits; bit++)
        {
            filters.Add($"{Square(2 + bit, "white")}:enable='mod(floor(n/{1 << bit}),2)'");
        }

        return string.Join(',', filters);
    }

    private static string Square(int index, string color, int count = 1) =>
        $"drawbox=x={Left + index * Block}:y={Top}:w={count * Block}:h={Block}:color={color}:t=fill";
}
