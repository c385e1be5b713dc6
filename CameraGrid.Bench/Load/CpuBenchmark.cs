using System.Diagnostics;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Latency;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Load;

/// <summary>Processor time of sixteen copied streams, against FFmpeg alone and against transcoding.</summary>
internal sealed class CpuBenchmark : IBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public string Name => "cpu";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        context.Say("cpu: CameraGrid with sixteen streams and sixteen viewers");
        var (product, ffmpegs, delivered) = await MeasureOursAsync(simulator, cancellationToken);
        context.Say("cpu: FFmpeg alone, sixteen streams");
        var bare = await MeasureAsync(
            "FFmpeg alone",
            HeavyCameras.Paths.Select(path => BareArguments(simulator.UrlOf(path))),
            cancellationToken
        );
        context.Say("cpu: the classic pipeline, one stream");
        using var workspace = new Workspace();
        var classic = await MeasureAsync(
            "The classic pipeline's FFmpeg",
            [ClassicPipeline.Arguments(simulator.UrlOf(HeavyCameras.Paths.First()), workspace.Folder)],
            cancellationToken
        );

        var ours = product + ffmpegs;
        return new BenchmarkResult(
            "cpu: sixteen 1080p25 streams with a viewer each",
            Inputs,
            [
                Figure.Percent("CameraGrid and its FFmpegs, sixteen streams", ours),
                Figure.Percent("of it CameraGrid", product),
                Figure.Percent("of it FFmpeg", ffmpegs),
                Figure.Percent("bare `ffmpeg -c copy -f null -`, sixteen streams", bare),
                Figure.AtMost("CameraGrid over bare FFmpeg", ours / bare, 2.5, "times", digits: 2),
                Figure.Percent("classic pipeline, one stream", classic),
                Figure.AtLeast(
                    "classic pipeline over CameraGrid, a stream",
                    classic / (ours / HeavyCameras.Count),
                    8,
                    "times",
                    digits: 1
                ),
                Figure.Percent("frames the viewers got, of those sent", delivered),
            ]
        );
    }

    private static IReadOnlyList<string> Inputs =>
        [
            HeavyCameras.Description,
            HeavyCameras.Watched,
            $"CPU: user and system time of each process from /proc, as a share of one core; the median of windows over"
                + $" {CpuWindow.Total.TotalSeconds:F0} s of steady state, each case alone, one after another; CameraGrid's begins"
                + $" {HeavyCameras.WarmUp.TotalSeconds:F0} s after all were live, when .NET's just-in-time compiler has come to rest.",
            "Classic pipeline: one of the cameras through FFmpeg, libx264 ultrafast, HLS files of 2 s.",
        ];

    private static async Task<(double Product, double Ffmpegs, double Delivered)> MeasureOursAsync(
        SimulatorProcess simulator,
        CancellationToken cancellationToken
    )
    {
        await using var heavy = await HeavyCameras.StartAsync(simulator, cancellationToken);
        var (before, started) = (heavy.Viewers.Messages, Stopwatch.GetTimestamp());
        var shares = await CpuWindow.MeasureAsync([heavy.Product, heavy.Ffmpegs], cancellationToken);
        var due = Stopwatch.GetElapsedTime(started).TotalSeconds * HeavyCameras.Count * HeavyCameras.FrameRate;
        heavy.ThrowIfBroken();
        return (shares[0], shares[1], (heavy.Viewers.Messages - before) / due);
    }

    private static async Task<double> MeasureAsync(
        string name,
        IEnumerable<IReadOnlyList<string>> commands,
        CancellationToken cancellationToken
    )
    {
        var processes = new List<ChildProcess>();
        try
        {
            foreach (var arguments in commands)
            {
                processes.Add(ChildProcess.Start(new ChildCommand(name, "ffmpeg", arguments)));
            }

            await Task.Delay(WarmUp, TimeProvider.System, cancellationToken);
            int[] ids = [.. processes.Select(process => process.Id)];
            var shares = await CpuWindow.MeasureAsync([ids], cancellationToken);
            processes.ForEach(process => process.ThrowIfEnded());
            return shares[0];
        }
        finally
        {
            await Task.WhenAll(processes.Select(process => process.DisposeAsync().AsTask()));
        }
    }

    private static string[] BareArguments(Uri source) =>
        [
            .. "-hide_banner -nostats -loglevel warning -rtsp_transport tcp -i".Split(' '),
            source.AbsoluteUri,
            .. "-c copy -f null -".Split(' '),
        ];
}
