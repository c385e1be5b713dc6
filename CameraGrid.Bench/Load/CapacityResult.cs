using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>The rows of what was measured step by step.</summary>
internal static class CapacityResult
{
    private const double Mega = 1_000_000;

    /// <param name="asked">How many streams must be live.</param>
    /// <param name="cores">Those of the machine.</param>
    /// <param name="steps">In the order of their number of streams.</param>
    /// <param name="limit">Where it stopped, and why; null where nothing stopped it.</param>
    public static IReadOnlyList<Figure> Rows(int asked, int cores, IReadOnlyList<CapacityStep> steps, string? limit)
    {
        var most = steps.LastOrDefault(step => step.AreLive)?.Streams ?? 0;
        var rows = new List<Figure>
        {
            Figure.AtLeast("streams live at once", most, asked, ""),
            new("no more are tried", limit ?? $"nothing stopped it up to {most} streams"),
        };
        if (steps.FirstOrDefault(step => step.Streams == asked) is { } first)
        {
            rows.Add(
                Figure.AtLeast(
                    $"{asked} streams: spare, of {100 * cores} %",
                    100 * first.Spare,
                    100 * CapacityStep.LeastSpare,
                    "%"
                )
            );
        }

        return [.. rows, .. steps.SelectMany(step => Rows(step, cores))];
    }

    /// <summary>The rows of one step, on a machine of so many cores.</summary>
    public static IEnumerable<Figure> Rows(CapacityStep step, int cores)
    {
        var name = $"{step.Streams} streams";
        double[] shares = [step.Product, step.Ffmpegs, step.Simulator, step.Viewers, step.Others(cores), step.Spare];
        yield return new Figure(
            $"{name}: CameraGrid, FFmpegs, simulator, viewers, all else, spare",
            string.Join(", ", shares.Select(share => Figure.Text(100 * share, "%", 0)))
        );
        yield return Figure.Plain(
            $"{name}: CameraGrid and FFmpeg, a stream, of one core",
            100 * step.PerStream,
            "%",
            digits: 2
        );
        yield return new Figure(
            $"{name}: memory a stream, of it CameraGrid, FFmpeg",
            string.Join(
                ", ",
                new[] { step.ProductMemory + step.FfmpegMemory, step.ProductMemory, step.FfmpegMemory }.Select(bytes =>
                    Figure.Text(bytes / Mega, "MB", 1)
                )
            )
        );
        yield return new Figure(
            $"{name}: frames the viewers got; all live after",
            $"{Figure.Text(100 * step.Delivered, "%", 1)}; {Figure.Text(step.LiveAfter.TotalSeconds, "s", 1)}"
        );
    }
}
