using CameraGrid.Cameras;
using CameraGrid.Transcoder.Cameras;

namespace CameraGrid.Tests.Transcoder.Cameras;

public sealed class StreamJournalTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly StreamJournal _journal = new();
    private StreamHealth _health = new()
    {
        Key = new StreamKey("yard", StreamName.Main),
        State = StreamState.Connecting,
        Since = Start,
    };
    private double _now;

    [Fact]
    public void Each_change_of_state_is_noted_once_with_the_reason_of_a_restart()
    {
        Observe(StreamState.Connecting);
        Observe(StreamState.Live, after: 1);
        Observe(StreamState.Live, after: 5);
        Observe(StreamState.Stalled, after: 5);
        Fail("stalled", after: 0.5);
        Observe(StreamState.Connecting, after: 1);
        Observe(StreamState.Live, after: 1);

        Assert.Equal("0 Connecting, 1 Live, 11 Stalled, 11.5 Backoff stalled×1, 13.5 Live", Noted());
        Assert.Equal("", Noted());
    }

    [Fact]
    public void Tries_that_fail_the_same_way_are_counted_and_noted_every_ten_minutes()
    {
        Observe(StreamState.Live);
        for (var minute = 0; minute < 25; minute++)
        {
            Fail("refused", after: 50);
            Observe(StreamState.Connecting, after: 10);
        }

        Observe(StreamState.Live);

        Assert.Equal(
            "0 Live, 50 Backoff refused×1, 710 Backoff refused×11, 1370 Backoff refused×11, 1500 Backoff refused×2, 1500.001 Live",
            Noted(gaps: false)
        );
    }

    [Fact]
    public void Tries_that_fail_in_turns_are_noted_once_each_and_the_latest_is_in_force()
    {
        Observe(StreamState.Live);
        for (var time = 0; time < 60; time++)
        {
            Fail("refused", after: 5);
            Fail("unauthorized", StreamState.Unauthorized, after: 5);
        }

        Observe(StreamState.Live);

        Assert.Equal(
            "0 Live, 5 Backoff refused×1, 10 Unauthorized unauthorized×1, 600 Backoff refused×59, "
                + "600.001 Unauthorized unauthorized×59, 600.002 Live",
            Noted()
        );
    }

    [Fact]
    public void What_was_counted_is_noted_before_the_camera_is_switched_off()
    {
        Observe(StreamState.Live);
        Fail("refused", after: 5);
        Fail("refused", after: 5);
        Observe(StreamState.Disabled, after: 5);
        Observe(StreamState.Disabled, after: 5);
        Observe(StreamState.Connecting, after: 5);

        Assert.Equal("0 Live, 5 Backoff refused×1, 15 Backoff refused×1, 15.001 Disabled, 25 Connecting", Noted());
    }

    [Fact]
    public void A_camera_unplugged_for_a_week_makes_a_thousand_entries()
    {
        Observe(StreamState.Live);
        var entries = 0;
        for (var time = 0; time < 7 * 24 * 3600; time += 6)
        {
            Fail("unreachable", after: 5);
            Observe(StreamState.Connecting, after: 1);
            entries += _journal.Take().Entries.Count;
        }

        Assert.InRange(entries, 900, 1100);
    }

    [Fact]
    public void What_was_between_the_last_watch_and_the_first_record_is_unknown()
    {
        Observe(StreamState.Connecting);
        _journal.Resume(Start.AddSeconds(-100));
        Observe(StreamState.Live, after: 2);

        Assert.True(_journal.Resumed);
        Assert.Equal("-100 ?, 0 Connecting, 2 Live", Noted());
    }

    [Fact]
    public void Who_is_first_to_watch_leaves_no_gap()
    {
        Observe(StreamState.Connecting);
        _journal.Resume(null);

        Assert.Equal("0 Connecting", Noted());
    }

    [Fact]
    public void A_last_watch_that_was_later_than_now_was_by_a_clock_set_back_since()
    {
        Observe(StreamState.Connecting);
        _journal.Resume(Start.AddHours(1));

        Assert.Equal(Start, _journal.Take().RewoundTo);
    }

    [Fact]
    public void What_the_clock_left_out_nobody_watched()
    {
        Observe(StreamState.Live);
        Observe(StreamState.Live, after: 5);
        Observe(StreamState.Live, after: 3600);
        Observe(StreamState.Live, after: 5);

        Assert.Equal("0 Live, 5 ?, 3605 Live", Noted());
    }

    [Fact]
    public void A_clock_set_back_takes_back_what_has_not_happened_yet()
    {
        Observe(StreamState.Live);
        Observe(StreamState.Stalled, after: 60);
        _journal.Take();
        Fail("stalled", after: 1);
        Observe(StreamState.Backoff, after: -30);

        var write = _journal.Take();

        Assert.Equal(Start.AddSeconds(31), write.RewoundTo);
        Assert.Equal(Start.AddSeconds(31), write.WatchedAt);
        Assert.Equal("31 Backoff", Text(write.Entries));
        Assert.Null(_journal.Take().RewoundTo);
    }

    [Fact]
    public void A_clock_put_right_by_little_keeps_the_order()
    {
        Observe(StreamState.Live);
        Observe(StreamState.Stalled, after: 1);
        Observe(StreamState.Live, after: -0.5);

        Assert.Equal("0 Live, 1 Stalled, 1.001 Live", Noted());
    }

    [Fact]
    public void What_could_not_be_written_is_handed_over_again_before_what_came_since()
    {
        Observe(StreamState.Live);
        var write = _journal.Take();
        Observe(StreamState.Stalled, after: 1);
        _journal.Return(write);

        Assert.Equal("0 Live, 1 Stalled", Noted());
    }

    [Fact]
    public void What_could_not_be_written_before_the_clock_was_set_back_goes_with_it()
    {
        Observe(StreamState.Live);
        Observe(StreamState.Stalled, after: 10);
        var write = _journal.Take();
        Observe(StreamState.Stalled, after: -5);
        _journal.Return(write);

        Assert.Equal("0 Live, 5 Stalled", Noted());
    }

    [Fact]
    public void A_store_away_for_long_costs_the_oldest_entries_which_are_unknown_then()
    {
        var written = new HistoryWrite(Start, []);
        for (var change = 0; change < 10_000; change++)
        {
            Observe(change % 2 == 0 ? StreamState.Live : StreamState.Stalled, after: 1);
            if (change % 100 == 0)
            {
                written = _journal.Take();
                _journal.Return(written);
            }
        }

        var entries = _journal.Take().Entries;

        Assert.Equal(StreamJournal.Bound, entries.Count);
        Assert.Equal(new HistoryEntry(Start.AddSeconds(1), null), entries[0]);
        Assert.Equal(Start.AddSeconds(10_000), entries[^1].At);
        Assert.Equal(entries.OrderBy(entry => entry.At), entries);
    }

    [Fact]
    public void A_store_that_was_emptied_is_told_again_what_is_in_force()
    {
        Observe(StreamState.Live);
        _journal.Take();
        Observe(StreamState.Live, after: 5);

        _journal.Restate();
        _journal.Restate();

        Assert.Equal("0 Live", Noted());
    }

    [Fact]
    public void An_owner_that_begins_anew_counts_its_restarts_anew()
    {
        Observe(StreamState.Live);
        Fail("refused", after: 1);
        Fail("ended", after: 1);
        _health = _health with { Restarts = 0 };
        Fail("ended", after: 1);
        Observe(StreamState.Live, after: 1);

        Assert.Equal("0 Live, 1 Backoff refused×1, 2 Backoff ended×1, 4 Backoff ended×1, 4.001 Live", Noted());
    }

    private void Observe(StreamState state, double after = 0)
    {
        _now += after;
        _health = _health with { State = state };
        _journal.Observe(_health, Start.AddSeconds(_now));
    }

    private void Fail(string reason, StreamState state = StreamState.Backoff, double after = 0)
    {
        // As an owner that renews its record does.
        for (; after > 5; after -= 5)
        {
            Observe(_health.State, after: 5);
        }

        _health = _health with { Restarts = _health.Restarts + 1, LastRestartReason = reason };
        Observe(state, after);
    }

    private string Noted(bool gaps = true)
    {
        var entries = _journal.Take().Entries;
        return Text(gaps ? entries : [.. entries.Where(entry => entry.State is not null)]);
    }

    private static string Text(IReadOnlyList<HistoryEntry> entries) =>
        string.Join(
            ", ",
            entries.Select(entry =>
                FormattableString.Invariant($"{(entry.At - Start).TotalSeconds:0.###} ")
                + (entry.State?.ToString() ?? "?")
                + (entry.Reason is null ? "" : $" {entry.Reason}×{entry.Restarts}")
            )
        );
}
