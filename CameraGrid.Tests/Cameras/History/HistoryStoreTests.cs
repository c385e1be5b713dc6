using CameraGrid.Cameras;
using CameraGrid.Tests.Cameras.Stores;
using StackExchange.Redis;

namespace CameraGrid.Tests.Cameras.History;

public sealed class HistoryStoreOverRedisTests(RedisFixture store)
    : HistoryStoreTests(store),
        IClassFixture<RedisFixture>;

public sealed class HistoryStoreOverGarnetTests(GarnetFixture store)
    : HistoryStoreTests(store),
        IClassFixture<GarnetFixture>;

public abstract class HistoryStoreTests(StoreFixture store)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 8, 12, 0, 0, TimeSpan.Zero);
    private readonly HistoryStore _history = new(store.Redis, new Redactor([]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IDatabase Database => store.Redis.GetDatabase();

    [Fact]
    public async Task Entries_come_back_in_the_order_of_time_and_only_once()
    {
        var key = new StreamKey("ordered", StreamName.Main);
        var refused = new HistoryEntry(Noon.AddSeconds(3), StreamState.Backoff)
        {
            Reason = "refused",
            Restarts = 2,
            Error = "The camera \"refused\".",
        };
        var live = new HistoryEntry(Noon, StreamState.Live);
        var unknown = new HistoryEntry(Noon.AddSeconds(1), null);
        var again = live with { At = Noon.AddSeconds(2) };
        await _history.WriteAsync(key, new HistoryWrite(Noon, [refused]), Token);
        for (var time = 0; time < 2; time++)
        {
            await _history.WriteAsync(key, new HistoryWrite(Noon.AddSeconds(4), [live, unknown, again]), Token);
        }

        var read = await _history.ReadAsync(key, Token);

        Assert.Equal([live, unknown, again, refused], read.Entries);
        Assert.Equal(Noon.AddSeconds(4), read.WatchedUntil);
        Assert.Equal(Noon.AddSeconds(4), await _history.WatchedUntilAsync(key, Token));
    }

    [Fact]
    public async Task A_stream_is_watched_while_its_health_record_lives()
    {
        var key = new StreamKey("watched", StreamName.Sub);
        await _history.WriteAsync(key, new HistoryWrite(Noon, [new(Noon, StreamState.Live)]), Token);
        Assert.False((await _history.ReadAsync(key, Token)).Watched);

        var health = new StreamHealth
        {
            Key = key,
            State = StreamState.Live,
            Since = Noon,
        };
        await new HealthStore(store.Redis, new Redactor([])).WriteAsync(health, Token);

        Assert.True((await _history.ReadAsync(key, Token)).Watched);
    }

    [Fact]
    public async Task A_stream_nobody_ever_watched_has_no_history()
    {
        var read = await _history.ReadAsync(new StreamKey("nobody", StreamName.Main), Token);

        Assert.Equal((0, null, false), (read.Entries.Count, read.WatchedUntil, read.Watched));
    }

    [Fact]
    public async Task A_store_that_was_emptied_is_noticed()
    {
        var key = new StreamKey("emptied", StreamName.Main);
        var entry = new HistoryEntry(Noon, StreamState.Live);
        Assert.True(await _history.WriteAsync(key, new HistoryWrite(Noon, [entry]), Token));
        Assert.True(await _history.WriteAsync(key, new HistoryWrite(Noon, []), Token));

        await Database.KeyDeleteAsync("cameragrid:history:emptied:main");

        Assert.False(await _history.WriteAsync(key, new HistoryWrite(Noon, []), Token));
    }

    [Fact]
    public async Task What_is_older_than_a_week_goes_but_for_the_state_in_force_then()
    {
        var key = new StreamKey("old", StreamName.Main);
        HistoryEntry[] entries =
        [
            new(Noon.AddDays(-9), StreamState.Live),
            new(Noon.AddDays(-8), StreamState.Backoff),
            new(Noon.AddDays(-1), StreamState.Live),
        ];
        await _history.WriteAsync(key, new HistoryWrite(Noon.AddDays(-1), entries), Token);
        var now = new HistoryEntry(Noon, StreamState.Stalled);

        await _history.WriteAsync(key, new HistoryWrite(Noon, [now]), Token);

        Assert.Equal([entries[1], entries[2], now], (await _history.ReadAsync(key, Token)).Entries);
    }

    [Fact]
    public async Task A_month_of_changes_leaves_its_last_week_and_a_quiet_stream_loses_what_gets_older()
    {
        var key = new StreamKey("month", StreamName.Main);
        for (var hour = 0; hour <= 30 * 24; hour++)
        {
            var at = Noon.AddDays(-30).AddHours(hour);
            var state = hour % 2 == 0 ? StreamState.Live : StreamState.Backoff;
            await _history.WriteAsync(key, new HistoryWrite(at, [new(at, state)]), Token);
        }

        var week = (await _history.ReadAsync(key, Token)).Entries;
        Assert.Equal((7 * 24 + 1, Noon.AddDays(-7), Noon), (week.Count, week[0].At, week[^1].At));

        await _history.WriteAsync(key, new HistoryWrite(Noon.AddDays(3).AddMinutes(1), []), Token);

        var later = (await _history.ReadAsync(key, Token)).Entries;
        // The first is the state in force when the week began.
        Assert.Equal((4 * 24 + 1, Noon.AddDays(-4), Noon), (later.Count, later[0].At, later[^1].At));
    }

    [Fact]
    public async Task A_stream_that_comes_and_goes_every_two_seconds_for_a_week_stays_within_the_bound()
    {
        var key = new StreamKey("flapping", StreamName.Main);
        var at = Noon.AddDays(-7);
        while (at < Noon)
        {
            var entries = new List<HistoryEntry>();
            for (; entries.Count < 512 && at < Noon; at = at.AddSeconds(1))
            {
                entries.Add(new HistoryEntry(at, entries.Count % 2 == 0 ? StreamState.Live : StreamState.Backoff));
            }

            await _history.WriteAsync(key, new HistoryWrite(at, entries), Token);
        }

        var read = await _history.ReadAsync(key, Token);

        Assert.Equal(HistoryStore.Bound, read.Entries.Count);
        Assert.Equal(Noon.AddSeconds(-HistoryStore.Bound), read.Entries[0].At);
        Assert.Equal(Noon.AddSeconds(-1), read.Entries[^1].At);
        // What was dropped is unknown, neither up nor down.
        Assert.Equal(0.5, HistoryReport.UptimeOf(read with { Watched = true }, Noon.AddDays(-7), Noon)!.Value, 3);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_takes_back_what_has_not_happened_yet()
    {
        var key = new StreamKey("rewound", StreamName.Main);
        HistoryEntry[] before =
        [
            new(Noon.AddHours(-2), StreamState.Live),
            new(Noon.AddMinutes(-1), StreamState.Backoff),
        ];
        await _history.WriteAsync(key, new HistoryWrite(Noon, before), Token);
        var back = Noon.AddHours(-1);
        var entry = new HistoryEntry(back, StreamState.Backoff);

        await _history.WriteAsync(key, new HistoryWrite(back, [entry], RewoundTo: back), Token);

        var read = await _history.ReadAsync(key, Token);
        Assert.Equal([before[0], entry], read.Entries);
        Assert.Equal(back, read.WatchedUntil);
    }

    [Fact]
    public async Task A_camera_that_is_no_more_leaves_with_its_last_week()
    {
        var key = new StreamKey("leaving", StreamName.Main);
        await _history.WriteAsync(key, new HistoryWrite(Noon, [new(Noon, StreamState.Live)]), Token);

        foreach (var name in new[] { "history", "watched" })
        {
            var left = await Database.KeyTimeToLiveAsync($"cameragrid:{name}:leaving:main");
            Assert.InRange(left!.Value, TimeSpan.FromDays(7), TimeSpan.FromDays(8));
        }
    }

    [Fact]
    public async Task Errors_are_stored_short_and_without_credentials()
    {
        var key = new StreamKey("leaky-history", StreamName.Main);
        var redactor = new Redactor([new StreamSource(new Uri("rtsp://host/"), "admin", "s3cr3t!", RtspTransport.Tcp)]);
        var error = $"rtsp://admin:s3cr3t%21@host/: {new string('x', 10_000)}";
        var entry = new HistoryEntry(Noon, StreamState.Backoff) { Error = error, Reason = "s3cr3t!" };

        await new HistoryStore(store.Redis, redactor).WriteAsync(key, new HistoryWrite(Noon, [entry]), Token);

        var read = Assert.Single((await _history.ReadAsync(key, Token)).Entries);
        Assert.StartsWith("rtsp://***@host/: xxx", read.Error, StringComparison.Ordinal);
        Assert.Equal(200, read.Error!.Length);
        Assert.Equal("***", read.Reason);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("""{"t":1,"s":"Dreaming"}""")]
    [InlineData("""{"t":99999999999999999,"s":"Live"}""")]
    public async Task A_member_of_another_version_is_left_out(string member)
    {
        var key = new StreamKey("other-version", StreamName.Main);
        await Database.SortedSetAddAsync("cameragrid:history:other-version:main", member, 1);

        Assert.Empty((await _history.ReadAsync(key, Token)).Entries);
    }
}
