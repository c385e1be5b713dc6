using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ownership;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Ownership;

public sealed class StreamShareTests
{
    private static readonly TranscoderNode One = new("one", new Uri("http://one/"));
    private static readonly TranscoderNode Two = new("two", new Uri("http://two/"));
    private static readonly StreamKey[] All =
    [
        .. Enumerable.Range(1, 40).Select(n => new StreamKey($"camera-{n}", StreamName.Main)),
    ];

    private readonly FakeTimeProvider _time = new();
    private readonly StreamShare _share;
    private IReadOnlyList<TranscoderNode> _nodes = [One, Two];

    public StreamShareTests() => _share = new StreamShare("one", _time);

    private StreamKey[] Mine => [.. All.Where(stream => new Placement(_nodes).NodeOf(stream)?.Id == "one")];

    [Fact]
    public void What_is_free_and_belongs_here_is_claimed_and_only_then_owned()
    {
        Place();

        Assert.Equal(Mine, _share.Asked(mayClaim: true));
        Assert.Empty(_share.Asked(mayClaim: false));
        Assert.Null(_share.RoleOf(Mine[0]));

        _share.Settle(Owners("one"));

        Assert.Equal(StreamRole.Owned, _share.RoleOf(Mine[0]));
        Assert.Equal(Mine.Order(Comparer), _share.Asked(mayClaim: false).Order(Comparer));
    }

    [Fact]
    public void An_owner_keeps_what_belongs_to_another_until_that_one_has_taken_it()
    {
        _nodes = [One];
        Place();
        _share.Settle(Owners("one"));
        _nodes = [One, Two];
        var moved = All.Except(Mine).First();

        Place();
        Assert.Equal(StreamRole.Owned, _share.RoleOf(moved));

        _share.Settle(new Dictionary<StreamKey, string> { [moved] = "two" });
        Assert.Null(_share.RoleOf(moved));
        Assert.DoesNotContain(moved, _share.Asked(mayClaim: true));
    }

    [Fact]
    public void A_node_that_came_takes_its_streams_few_at_a_time_each_when_it_has_pictures()
    {
        Place();

        var moves = Moves("two");
        Assert.Equal(StreamShare.MostMoving, moves.Count);
        Assert.All(moves, move => Assert.False(move.IsUrgent));
        moves.ForEach(_share.Warm);
        Assert.Empty(Moves("two"));
        Assert.Equal(StreamRole.Warming, _share.RoleOf(moves[0].Stream));
        Assert.Empty(_share.ToTake(_ => false));

        Assert.Equal([moves[1]], _share.ToTake(stream => stream == moves[1].Stream));
        _share.Settle(new Dictionary<StreamKey, string> { [moves[1].Stream] = "one" });

        Assert.Equal(StreamRole.Owned, _share.RoleOf(moves[1].Stream));
        Assert.Single(Moves("two"));
    }

    [Fact]
    public void All_streams_of_a_node_that_drains_move_at_once()
    {
        _nodes = [One, Two with { IsDraining = true }];
        Place();

        var moves = Moves("two");

        Assert.Equal(All.Length, moves.Count);
        Assert.All(moves, move => Assert.True(move.IsUrgent));
    }

    [Fact]
    public void A_camera_that_serves_only_one_stays_with_its_owner_unless_that_one_drains()
    {
        Place();
        var calm = Moves("two");
        calm.ForEach(_share.Warm);

        _time.Advance(StreamShare.WarmLimit + TimeSpan.FromSeconds(1));

        Assert.Empty(_share.ToTake(_ => false));
        Assert.All(calm, move => Assert.Null(_share.RoleOf(move.Stream)));
        Assert.DoesNotContain(calm[0].Stream, Moves("two").Select(move => move.Stream));

        _nodes = [One, Two with { IsDraining = true }];
        Place();
        var urgent = Moves("two").Single(move => move.Stream == calm[0].Stream);
        _share.Warm(urgent);
        Assert.Empty(_share.ToTake(_ => false));
        _time.Advance(StreamShare.WarmLimit + TimeSpan.FromSeconds(1));
        Assert.Equal([urgent], _share.ToTake(_ => false));
    }

    [Fact]
    public void A_stream_that_brought_no_pictures_here_is_tried_again_after_ten_seconds_then_twice_as_long_each_time()
    {
        var only = Mine[0];
        _share.Place(new Placement(_nodes), [only]);
        foreach (var wait in new[] { 10, 20, 40, 80, 160, 300, 300 })
        {
            _share.Warm(Assert.Single(Moves("two")));
            _time.Advance(StreamShare.WarmLimit + TimeSpan.FromSeconds(1));
            Assert.Empty(_share.ToTake(_ => false));

            _time.Advance(TimeSpan.FromSeconds(wait - 1));
            Assert.Empty(Moves("two"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(only, Assert.Single(Moves("two")).Stream);
    }

    [Fact]
    public void A_stream_on_its_way_here_is_let_be_when_it_belongs_to_another_or_another_was_faster()
    {
        Place();
        var moves = Moves("two");
        moves.ForEach(_share.Warm);

        _share.Settle(new Dictionary<StreamKey, string> { [moves[0].Stream] = "three" });
        Assert.Null(_share.RoleOf(moves[0].Stream));

        _nodes = [Two];
        Place();
        Assert.All(moves, move => Assert.Null(_share.RoleOf(move.Stream)));
    }

    [Fact]
    public void The_lease_of_a_node_that_is_gone_is_waited_for()
    {
        _nodes = [One];
        Place();

        Assert.True(_share.IsWaiting(Owners("two"), _nodes));
        Assert.Empty(Moves("two"));
        _share.Settle(Owners("one"));
        Assert.False(_share.IsWaiting(Owners("one"), _nodes));
    }

    [Fact]
    public void What_is_configured_no_more_is_to_be_released()
    {
        Place();
        _share.Settle(Owners("one"));

        var gone = _share.Place(new Placement(_nodes), [.. All.Except([Mine[0]])]);

        Assert.Equal([Mine[0]], gone);
        Assert.Null(_share.RoleOf(Mine[0]));
    }

    private static Comparer<StreamKey> Comparer { get; } =
        Comparer<StreamKey>.Create((a, b) => string.CompareOrdinal(a.Camera, b.Camera));

    private void Place() => Assert.Empty(_share.Place(new Placement(_nodes), All));

    private List<Move> Moves(string owner) => [.. _share.ToMove(Owners(owner), _nodes)];

    private Dictionary<StreamKey, string> Owners(string owner) => Mine.ToDictionary(stream => stream, _ => owner);
}
