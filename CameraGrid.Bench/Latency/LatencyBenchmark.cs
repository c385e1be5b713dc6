using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Latency;

/// <summary>Glass to glass: from the time a frame leaves the camera to the time it is on the screen.</summary>
internal sealed class LatencyBenchmark : IBenchmark
{
    private const int Tiles = 16;

    // Reading pixels costs the page time; sixteen tiles leave it little.
    private static readonly TimeSpan OftenPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SeldomPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SettleSixteen = TimeSpan.FromSeconds(20);

    public string Name => "latency";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        await using var browser = await ChromiumBrowser.StartAsync(cancellationToken);
        var clock = new BenchCamera("clock", simulator.UrlOf("/clock/sub"));

        context.Say("latency: MSE, WebRTC and LL-HLS, one tile");
        var (mse, webRtc, hls) = await OneTileAsync(browser, clock, simulator.Clock, cancellationToken);
        context.Say("latency: MSE, sixteen tiles");
        var sixteen = await SixteenTilesAsync(browser, clock, simulator, cancellationToken);
        context.Say("latency: the classic pipeline");
        var classic = await ClassicAsync(browser, simulator, cancellationToken);
        return new BenchmarkResult("latency: glass to glass", Inputs, Figures(mse, webRtc, sixteen, hls, classic));
    }

    private static IReadOnlyList<string> Inputs =>
        [
            "Source: a simulated RTSP camera, 640x360 H.264 at 25 fps, 400 kbit/s, a keyframe a second, that shows the number"
                + " of each frame in its picture. With sixteen tiles one shows this clock and fifteen show other such cameras.",
            $"The product's own page, as `./camgrid up` serves it, in headless Chromium with software rendering,"
                + $" {ChromiumBrowser.Width}x{ChromiumBrowser.Height}.",
            "Latency: from the time the frame was due to leave the camera to requestVideoFrameCallback's expectedDisplayTime of"
                + " the frame whose number the page reads from its pixels; camera and browser share one machine's clock.",
            $"{ClockWatch.SampleFor.TotalSeconds:F0} s a case, after {Settle.TotalSeconds:F0} s to settle"
                + $" ({SettleSixteen.TotalSeconds:F0} s with sixteen tiles); up to 10 frames a second are sampled,"
                + " with sixteen tiles up to 5 of one tile, since reading loads the page.",
            "Classic pipeline: the same source through FFmpeg (libx264 ultrafast, HLS files of 2 s) and hls.js with its defaults.",
        ];

    private static IReadOnlyList<Figure> Figures(
        Watched mse,
        Watched webRtc,
        Watched sixteen,
        Watched hls,
        Watched classic
    ) =>
        [
            Figure.AtMost("MSE, one tile, p50", mse.P50, 110, "ms"),
            Figure.AtMost("MSE, one tile, p95", mse.P95, 180, "ms"),
            Figure.AtMost("WebRTC, one tile, p50", webRtc.P50, 60, "ms"),
            Figure.Plain("WebRTC, one tile, p95", webRtc.P95, "ms"),
            Figure.AtMost("MSE, sixteen tiles, p50", sixteen.P50, 250, "ms"),
            Figure.Plain("MSE, sixteen tiles, p95", sixteen.P95, "ms"),
            Figure.AtMost("LL-HLS, one tile, p50", hls.P50, 1000, "ms"),
            Figure.Plain("LL-HLS, one tile, p95", hls.P95, "ms"),
            Figure.Plain("classic pipeline, p50", classic.P50, "ms"),
            Figure.AtLeast("classic pipeline over MSE, one tile, p50", classic.P50 / mse.P50, 40, "times", digits: 1),
            new(
                "samples used: MSE, WebRTC, sixteen tiles, LL-HLS, classic",
                Counts(mse, webRtc, sixteen, hls, classic)
            ),
            new("behind live as the tile says it: MSE, WebRTC, sixteen tiles, LL-HLS", Said(mse, webRtc, sixteen, hls)),
            new(
                "frames dropped: MSE, WebRTC, sixteen tiles, LL-HLS, classic",
                Dropped(mse, webRtc, sixteen, hls, classic)
            ),
        ];

    private static async Task<(Watched Mse, Watched WebRtc, Watched Hls)> OneTileAsync(
        ChromiumBrowser browser,
        BenchCamera clock,
        SimulatedClock time,
        CancellationToken cancellationToken
    )
    {
        await using var grid = await GridProcess.StartAsync([clock], cancellationToken);
        var mse = await WatchAsync("/");
        var webRtc = await WatchAsync("/?player=webrtc");
        var hls = await WatchAsync("/?player=hls");
        return (mse, webRtc, hls);

        Task<Watched> WatchAsync(string page) =>
            ClockWatch.WatchAsync(
                browser,
                new Uri(grid.Address, page),
                [VideoOf(clock)],
                OftenPause,
                Settle,
                time,
                cancellationToken
            );
    }

    private static async Task<Watched> SixteenTilesAsync(
        ChromiumBrowser browser,
        BenchCamera clock,
        SimulatorProcess simulator,
        CancellationToken cancellationToken
    )
    {
        var others = Enumerable
            .Range(1, Tiles - 1)
            .Select(n => new BenchCamera($"cam{n}", simulator.UrlOf($"/cam{n}/sub")));
        await using var grid = await GridProcess.StartAsync([.. others, clock], cancellationToken);
        return await ClockWatch.WatchAsync(
            browser,
            grid.Address,
            [VideoOf(clock)],
            SeldomPause,
            SettleSixteen,
            simulator.Clock,
            cancellationToken
        );
    }

    private static async Task<Watched> ClassicAsync(
        ChromiumBrowser browser,
        SimulatorProcess simulator,
        CancellationToken cancellationToken
    )
    {
        await using var classic = await ClassicPipeline.StartAsync(simulator.UrlOf("/clock/sub"), cancellationToken);
        return await ClockWatch.WatchAsync(
            browser,
            classic.Address,
            ["video"],
            OftenPause,
            Settle,
            simulator.Clock,
            cancellationToken
        );
    }

    private static string VideoOf(BenchCamera camera) => $"article[data-camera='{camera.Id}'] video";

    private static string Counts(params Watched[] all) => string.Join(", ", all.Select(one => one.Latencies.Count));

    private static string Said(params Watched[] all) =>
        string.Join(", ", all.Select(one => one.Said is { } said ? Figure.Text(said, "ms", 0) : "–"));

    private static string Dropped(params Watched[] all) =>
        string.Join(", ", all.Select(one => Figure.Text(100 * one.Dropped, "%", 1)));
}
