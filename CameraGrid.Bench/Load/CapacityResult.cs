using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>The rows of what was measured step by step.</summary>
internal static class CapacityResult
{
    private const double Mega = 1_000_000;

    /// <param name="asked">How many streams must be live.</param>
    /// <param name="cores">Those of the machine.</param>
    /// <param name="steps">In the order of their number of streams.</param>
    /// <param name="limit">Where it stopped, and why.</param>
    public static IReadOnlyList<Figure> Rows(int asked, int cores, IReadOnlyList<CapacityStep> steps, string limit)
    {
        var live = steps.Where(step => step.AreLive).ToList();
        var spare = live.Find(step => step.Streams == asked)?.Spare ?? 0;
        return
        [
            Figure.AtLeast("streams live at once", live.Count > 0 ? live[^1].Streams : 0, asked, ""),
            Figure.AtLeast(
                $"{asked} streams: spare, of {100 * cores} %",
                100 * spare,
                100 * CapacityStep.LeastSpare,
                "%"
            ),
            new("no more are tried", limit),
            .. steps.SelectMany(step => Rows(step, cores)),
        ];
    }

    private static IEnumerable<Figure> Rows(CapacityStep step, int cores)
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
