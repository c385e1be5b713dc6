using System.Diagnostics;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Ring;

/// <summary>The path of every frame inside the process: from FFmpeg's bytes through the ring to a viewer's hands.</summary>
internal sealed class RingBenchmark : IBenchmark
{
    private const int Passes = 9;

    public string Name => "ring";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        context.Say("ring: encoding a stream");
        var nut = await NutSample.EncodeAsync(cancellationToken);
        context.Say("ring: measuring");
        var path = new FramePath(nut);
        // The first pass fills the pool of blocks as far as this stream ever needs it.
        path.Run();
        var passes = new List<PassFigures>();
        for (var pass = 0; pass < Passes; pass++)
        {
            passes.Add(path.Run());
            cancellationToken.ThrowIfCancellationRequested();
        }

        var nanoseconds = passes.Select(pass => pass.Elapsed.TotalNanoseconds / pass.Frames).Median();
        var frames = passes[0].Frames;
        return new BenchmarkResult(
            "ring: one frame from NUT to a viewer's cursor",
            [
                $"Source: {NutSample.Description}, in memory, {Figure.Text((double)nut.Length / frames, "", 0)} bytes a frame;"
                    + " read through a PipeReader as FFmpeg's pipe is.",
                "Measured: NUT parsing, Annex B to length-prefixed NAL units, fragment header, ring with eviction, and one cursor"
                    + " that takes every frame. On one thread; one pass before, and the first 40 s of each, are not counted.",
                $"{passes.Count} passes of {frames} frames; medians over the passes, the allocation of the worst one.",
            ],
            [
                Figure.AtMost(
                    "allocated a frame",
                    passes.Max(pass => (double)pass.Allocated / pass.Frames),
                    0,
                    "bytes",
                    digits: 2
                ),
                Figure.Plain("time a frame", nanoseconds / 1000, "µs", digits: 2),
                Figure.Plain("one core could do", 1e9 / nanoseconds / 25, "streams of 25 fps"),
            ]
        );
    }
}
