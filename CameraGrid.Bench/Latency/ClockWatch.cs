using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;
using CameraGrid.Simulator.Cameras;

namespace CameraGrid.Bench.Latency;

/// <summary>What one page showed.</summary>
/// <param name="Latencies">In ms.</param>
/// <param name="Said">What its tiles said themselves, in ms; null without tiles.</param>
/// <param name="Dropped">The share of frames that the page dropped.</param>
internal sealed record Watched(IReadOnlyList<double> Latencies, double? Said, double Dropped)
{
    public double P50 => Latencies.Median();

    public double P95 => Latencies.Percentile(0.95);
}

/// <summary>Opens a page and watches clocks in it.</summary>
internal static class ClockWatch
{
    /// <summary>For how long frames are sampled.</summary>
    public static readonly TimeSpan SampleFor = TimeSpan.FromSeconds(30);

    /// <summary>Until the first picture.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    /// <param name="browser">A browser.</param>
    /// <param name="address">The page.</param>
    /// <param name="videos">CSS selectors of the videos that show the clock, read in turn.</param>
    /// <param name="pause">Between two samples, on average.</param>
    /// <param name="settleFor">From the first picture to the first sample.</param>
    /// <param name="clock">The clock camera.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Watched> WatchAsync(
        ChromiumBrowser browser,
        Uri address,
        IReadOnlyList<string> videos,
        TimeSpan pause,
        TimeSpan settleFor,
        SimulatedClock clock,
        CancellationToken cancellationToken
    )
    {
        await using var page = await browser.OpenAsync(address, "clock.js", cancellationToken);
        var argument = new
        {
            Pattern = new
            {
                ClockPattern.RasterWidth,
                ClockPattern.Left,
                ClockPattern.Top,
                ClockPattern.Block,
                ClockPattern.Bits,
            },
            Selectors = videos,
            SettleFor = settleFor.TotalMilliseconds,
            SampleFor = SampleFor.TotalMilliseconds,
            Pause = pause.TotalMilliseconds,
            StartLimit = StartLimit.TotalMilliseconds,
        };
        var limit = StartLimit + settleFor + SampleFor + Slack;
        var reading = await page.CallAsync<ClockReading>("readClock", argument, limit, cancellationToken);
        var said = reading.Behind.OfType<double>().Select(seconds => seconds * 1000).ToList();
        return new Watched(
            new ClockLatency(clock).Of(reading.Samples),
            said.Count > 0 ? said.Median() : null,
            reading.Dropped.Sum() / (double)Math.Max(1, reading.Total.Sum())
        );
    }
}
