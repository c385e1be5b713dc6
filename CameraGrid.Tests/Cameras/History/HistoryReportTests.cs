using CameraGrid.Cameras;

namespace CameraGrid.Tests.Cameras.History;

public sealed class HistoryReportTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Entries as "minute state", "?" where nobody kept watch; the window in minutes; when watch was kept last ("now": still);
    /// the uptime, null where nothing is known; and the changes the window shows.
    /// </summary>
    [Theory]
    // Nothing known.
    [InlineData("", "0-60", "now", null, "0?")]
    [InlineData("90 Live", "0-60", "now", null, "0?")]
    [InlineData("10 ?", "0-60", "now", null, "0?")]
    // All of the window in one state, which began before it.
    [InlineData("-500 Live", "0-60", "now", 1.0, "0Live")]
    [InlineData("-500 Backoff", "0-60", "now", 0.0, "0Backoff")]
    [InlineData("0 Live", "0-60", "now", 1.0, "0Live")]
    // What was before the first entry counts neither way.
    [InlineData("30 Live", "0-60", "now", 1.0, "0? 30Live")]
    [InlineData("30 Connecting,45 Live", "0-60", "now", 0.5, "0? 30Connecting 45Live")]
    // Every state that is not live counts against it, but one in which nobody wants the stream.
    [InlineData("0 Live,15 Stalled,20 Backoff,30 Live", "0-60", "now", 0.75, "0Live 15Stalled 20Backoff 30Live")]
    [InlineData("0 Unauthorized,30 Unsupported", "0-60", "now", 0.0, "0Unauthorized 30Unsupported")]
    [InlineData("0 Live,30 Disabled", "0-60", "now", 1.0, "0Live 30Disabled")]
    // A gap in the watch.
    [InlineData("0 Live,20 ?,40 Connecting,50 Live", "0-60", "now", 0.75, "0Live 20? 40Connecting 50Live")]
    // The watch ended, and nobody took it up again.
    [InlineData("0 Live", "0-60", "30", 1.0, "0Live 30?")]
    [InlineData("0 Live,10 Backoff", "0-60", "20", 0.5, "0Live 10Backoff 20?")]
    [InlineData("-500 Live", "0-60", "-100", null, "0?")]
    [InlineData("10 Live", "0-60", "never", null, "0? 10Live 10?")]
    // A mark from the future, by the clock of another machine.
    [InlineData("0 Live", "0-60", "61", 1.0, "0Live")]
    // The window's edges; what comes after it is not told yet.
    [InlineData("-1 Backoff,0 Live,60 Backoff,61 Live", "0-60", "now", 1.0, "0Live 60Backoff")]
    // An empty window.
    [InlineData("0 Live", "60-60", "now", null, "60Live")]
    public void Uptime_is_the_live_share_of_what_is_known(
        string entries,
        string window,
        string watched,
        double? uptime,
        string changes
    )
    {
        var (from, to) = (Minutes(window.Split('-')[0]), Minutes(window.Split('-')[1]));
        var history = new StreamHistory(
            [.. entries.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Entry)],
            watched is "now" or "never" ? null : Minutes(watched),
            Watched: watched == "now"
        );

        var report = HistoryReport.Of(history, from, to);

        Assert.Equal(uptime, report.Uptime);
        Assert.Equal(uptime, HistoryReport.UptimeOf(history, from, to));
        Assert.Equal(
            changes,
            string.Join(
                ' ',
                report.Changes.Select(entry =>
                    $"{(entry.At - Midnight).TotalMinutes:F0}{entry.State?.ToString() ?? "?"}"
                )
            )
        );
    }

    [Fact]
    public void Restarts_are_counted_by_reason_within_the_window_only()
    {
        var history = new StreamHistory(
            [
                Restart(-5, "refused", 7),
                Restart(5, "stalled"),
                new HistoryEntry(Minutes("6"), StreamState.Live),
                Restart(7, "refused"),
                Restart(17, "refused", 40),
                new HistoryEntry(Minutes("20"), StreamState.Live),
                Restart(61, "ended"),
            ],
            null,
            Watched: true
        );

        var report = HistoryReport.Of(history, Minutes("0"), Minutes("60"));

        Assert.Equal(42, report.Restarts);
        Assert.Equal([new("refused", 41), new("stalled", 1)], report.RestartReasons);
        Assert.Equal("refused!", report.LastError);
        // More of the same is counted and no change.
        Assert.Equal([0, 5, 6, 7, 20], report.Changes.Select(entry => (entry.At - Midnight).TotalMinutes));
    }

    [Fact]
    public void An_error_from_before_the_window_is_told_while_it_is_in_force_at_its_begin()
    {
        StreamHistory history = new([Restart(-5, "refused")], null, Watched: true);

        Assert.Equal("refused!", HistoryReport.Of(history, Minutes("0"), Minutes("60")).LastError);

        history = history with { Entries = [.. history.Entries, new HistoryEntry(Minutes("-1"), StreamState.Live)] };
        Assert.Null(HistoryReport.Of(history, Minutes("0"), Minutes("60")).LastError);
    }

    private static HistoryEntry Restart(int minute, string reason, int count = 1) =>
        new(Midnight.AddMinutes(minute), StreamState.Backoff)
        {
            Reason = reason,
            Restarts = count,
            Error = $"{reason}!",
        };

    private static HistoryEntry Entry(string text) =>
        new(Minutes(text.Split(' ')[0]), text.EndsWith('?') ? null : Enum.Parse<StreamState>(text.Split(' ')[1]));

    private static DateTimeOffset Minutes(string text) =>
        Midnight.AddMinutes(int.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
}
