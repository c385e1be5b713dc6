using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Startup;

/// <summary>From opening the page to sixteen moving pictures.</summary>
internal sealed class StartupBenchmark : IBenchmark
{
    private const int Tiles = 16;
    private const int Trials = 11;
    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);

    public string Name => "startup";

    public async Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await using var simulator = await SimulatorProcess.StartAsync(cancellationToken);
        await using var browser = await ChromiumBrowser.StartAsync(cancellationToken);
        BenchCamera[] cameras =
        [
            .. Enumerable.Range(1, Tiles).Select(n => new BenchCamera($"cam{n}", simulator.UrlOf($"/cam{n}/sub"))),
        ];
        context.Say("startup: starting sixteen streams");
        await using var grid = await GridProcess.StartAsync(cameras, cancellationToken);

        var trials = new List<Trial>();
        // The first one warms what any visitor before would have warmed.
        for (var trial = 0; trial <= Trials; trial++)
        {
            context.Say($"startup: {(trial == 0 ? "a trial that does not count" : $"trial {trial} of {Trials}")}");
            await using var page = await browser.OpenAsync(grid.Address, "startup.js", cancellationToken);
            var tiles = await page.CallAsync<MovingTile[]>(
                "moving",
                new { Tiles, Limit = TrialLimit.TotalMilliseconds },
                TrialLimit + Slack,
                cancellationToken
            );
            if (trial > 0)
            {
                trials.Add(Trial.Of(tiles));
            }
        }

        return Result(trials);
    }

    private static BenchmarkResult Result(IReadOnlyList<Trial> trials)
    {
        return new BenchmarkResult(
            "startup: from opening the page to sixteen moving pictures",
            [
                "Source: sixteen simulated RTSP cameras, 640x360 H.264 at 25 fps, a keyframe a second; all streams are live before.",
                $"The product's own page in headless Chromium with software rendering,"
                    + $" {ChromiumBrowser.Width}x{ChromiumBrowser.Height}, each time in a new profile"
                    + " without any cache, in a tab that has come to rest.",
                "Time: from the start of the navigation until every tile has shown two different frames"
                    + $" (requestVideoFrameCallback); {trials.Count} trials after one that does not count.",
            ],
            [
                Figure.AtMost("sixteen moving pictures, median", Median(trial => trial.LastSecondFrame), 1500, "ms"),
                Figure.Plain(
                    "sixteen moving pictures, slowest trial",
                    trials.Max(trial => trial.LastSecondFrame),
                    "ms"
                ),
                Figure.Plain("tiles are in the page, median", Median(trial => trial.TilesAdded), "ms"),
                Figure.Plain("first tile shows a picture, median", Median(trial => trial.FirstFrame), "ms"),
                Figure.Plain("last tile shows a picture, median", Median(trial => trial.LastFrame), "ms"),
            ]
        );

        double Median(Func<Trial, double> value) => trials.Select(value).Median();
    }

    /// <summary>One tile of the page; times in ms since the navigation started.</summary>
    private sealed record MovingTile(string Camera, double AddedAt, double FirstAt, double SecondAt);

    private sealed record Trial(double TilesAdded, double FirstFrame, double LastFrame, double LastSecondFrame)
    {
        public static Trial Of(IReadOnlyList<MovingTile> tiles) =>
            new(
                tiles.Max(tile => tile.AddedAt),
                tiles.Min(tile => tile.FirstAt),
                tiles.Max(tile => tile.FirstAt),
                tiles.Max(tile => tile.SecondAt)
            );
    }
}
