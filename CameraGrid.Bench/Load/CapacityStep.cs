using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>What was measured with one number of streams. Shares are of one core, 1 for all of it.</summary>
/// <param name="Streams">How many.</param>
/// <param name="LiveAfter">From the product's start until the last of them was live.</param>
/// <param name="Delivered">The share of the frames due that the viewers got; 1 for all.</param>
/// <param name="Product">CameraGrid's process.</param>
/// <param name="Ffmpegs">Its FFmpegs.</param>
/// <param name="Simulator">The simulated cameras.</param>
/// <param name="Viewers">The viewers, with the benchmark itself.</param>
/// <param name="Spare">What no process took.</param>
/// <param name="ProductMemory">Bytes a stream of CameraGrid.</param>
/// <param name="FfmpegMemory">Bytes a stream of FFmpeg.</param>
internal sealed record CapacityStep(
    int Streams,
    TimeSpan LiveAfter,
    double Delivered,
    double Product,
    double Ffmpegs,
    double Simulator,
    double Viewers,
    double Spare,
    double ProductMemory,
    double FfmpegMemory
)
{
    /// <summary>What must come of the frames: no more than one in a hundred is lost.</summary>
    public const double LeastDelivered = 0.99;

    /// <summary>Less of one core than this is none.</summary>
    public const double LeastSpare = 0.05;

    /// <summary>Whether every stream shows its picture as it should.</summary>
    public bool AreLive => Delivered >= LeastDelivered;

    /// <summary>CameraGrid with its FFmpegs.</summary>
    public double Ours => Product + Ffmpegs;

    /// <summary>The same for one stream.</summary>
    public double PerStream => Ours / Streams;

    /// <summary>What the kernel and other programs took, on a machine of so many cores.</summary>
    public double Others(int cores) => Math.Max(0, cores - Ours - Simulator - Viewers - Spare);

    /// <summary>Why no more streams are tried, or null where more may fit.</summary>
    public string? Limit()
    {
        if (!AreLive)
        {
            return $"{Streams} streams: only {Figure.Text(100 * Delivered, "%", 1)} of the frames came";
        }

        return Spare < LeastSpare
            ? $"{Streams} streams: {Figure.Text(100 * Spare, "%", 0)} of one core is left to spare"
            : null;
    }
}
