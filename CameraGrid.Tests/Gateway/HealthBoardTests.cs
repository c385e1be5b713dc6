using CameraGrid.Cameras;
using CameraGrid.Gateway.Cameras;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Gateway;

public sealed class HealthBoardTests
{
    private static readonly StreamKey Main = new("yard", StreamName.Main);
    private readonly SteppingTime _time = new();
    private readonly CameraCatalog _catalog;
    private readonly HealthBoard _board;

    public HealthBoardTests()
    {
        var source = new StreamSource(new Uri("rtsp://yard/"), null, null, RtspTransport.Tcp);
        _catalog = new CameraCatalog([new CameraDefinition("yard", "Yard", source, null)]);
        _board = new HealthBoard(_catalog, _time);
    }

    [Fact]
    public void A_record_missing_in_a_complete_read_is_stale_at_once()
    {
        _board.Tell(Health(StreamState.Live));

        _board.TakeAll([], _board.Told);

        Assert.True(Now.Stale);
        Assert.Equal(StreamState.Live, Now.State);
    }

    [Fact]
    public void What_was_told_while_all_was_being_read_is_kept()
    {
        var before = _board.Told;
        _board.Tell(Health(StreamState.Live));

        _board.TakeAll([Health(StreamState.Connecting)], before);
        _board.TakeAll([], before);

        Assert.Equal((StreamState.Live, false), (Now.State, Now.Stale));
    }

    [Fact]
    public void A_record_that_is_read_again_and_again_is_no_news_of_its_owner()
    {
        _board.TakeAll([Health(StreamState.Live)], _board.Told);
        _time.Advance(TimeSpan.FromSeconds(14));
        _board.TakeAll([Health(StreamState.Live)], _board.Told);
        _board.Expire();
        Assert.False(Now.Stale);

        _time.Advance(TimeSpan.FromSeconds(1));
        _board.Expire();

        Assert.True(Now.Stale);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_clock_that_is_set_makes_no_stream_stale_and_none_fresh(int hours)
    {
        _board.Tell(Health(StreamState.Live));
        _time.Step(TimeSpan.FromHours(hours));
        _time.Advance(TimeSpan.FromSeconds(14));
        _board.Expire();
        Assert.False(Now.Stale);

        _time.Step(TimeSpan.FromHours(-2 * hours));
        _time.Advance(TimeSpan.FromSeconds(1));
        _board.Expire();
        Assert.True(Now.Stale);
    }

    [Fact]
    public void The_same_record_told_again_is_news_of_its_owner_but_no_change()
    {
        _board.Tell(Health(StreamState.Live));
        using var watcher = _board.Watch();
        for (var time = 0; time < 30; time += 5)
        {
            _board.Tell(Health(StreamState.Live));
            _board.Expire();
            _time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.False(watcher.Changes.TryRead(out _));
    }

    [Fact]
    public void A_watcher_that_reads_too_slowly_is_let_go_and_starts_anew_with_everything()
    {
        var watcher = _board.Watch();
        for (var restart = 1; restart <= 1000; restart++)
        {
            _board.Tell(Health(StreamState.Live) with { Restarts = restart });
        }

        Assert.True(watcher.IsOver);
        Assert.InRange(watcher.Changes.Count, 1, 256);
        Assert.Equal(1000, _board.Watch().State.Cameras[0].Streams.Main.Restarts);
    }

    [Fact]
    public void A_stream_that_is_not_configured_is_left_out()
    {
        _board.Tell(Health(StreamState.Live) with { Key = new StreamKey("elsewhere", StreamName.Main) });
        _board.TakeAll([Health(StreamState.Live) with { Key = new StreamKey("yard", StreamName.Sub) }], _board.Told);

        Assert.Equal(StreamView.Unknown, Now);
        Assert.Null(_board.Read()!.Cameras[0].Streams.Sub);
    }

    [Fact]
    public void Other_cameras_end_what_watches_and_the_next_one_has_them_all_with_the_health_that_is_known()
    {
        _board.Tell(Health(StreamState.Live));
        using var watcher = _board.Watch();
        var source = _catalog.Find(Main)!;

        _catalog.Replace(
            new CameraSet([
                new CameraDefinition("gate", "Gate", source, null),
                new CameraDefinition("yard", "Court", source, source),
            ])
        );

        Assert.True(watcher.IsOver);
        var cameras = _board.Watch().State.Cameras;
        Assert.Equal(["Gate", "Court"], cameras.Select(camera => camera.Name));
        Assert.Equal(StreamState.Live, cameras[1].Streams.Main.State);
        Assert.Equal(StreamView.Unknown, cameras[1].Streams.Sub);

        _catalog.Replace(new CameraSet([]));
        _board.Tell(Health(StreamState.Live));
        Assert.Null(_board.Read("yard"));
    }

    private StreamView Now => _board.Read("yard")!.Streams.Main;

    private static StreamHealth Health(StreamState state) =>
        new()
        {
            Key = Main,
            State = state,
            Since = DateTimeOffset.UnixEpoch,
        };
}
