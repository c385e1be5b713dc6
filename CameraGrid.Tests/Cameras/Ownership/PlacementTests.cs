using CameraGrid.Cameras;

namespace CameraGrid.Tests.Cameras.Ownership;

public sealed class PlacementTests
{
    private static readonly StreamKey[] Streams =
    [
        .. Enumerable
            .Range(1, 5000)
            .SelectMany(n =>
                new[] { StreamName.Main, StreamName.Sub }.Select(name => new StreamKey($"camera-{n}", name))
            ),
    ];

    [Fact]
    public void Every_process_finds_the_same_node_whatever_the_order()
    {
        var nodes = Nodes(3);
        var placement = new Placement(nodes);
        var reversed = new Placement([.. nodes.Reverse()]);

        Assert.All(Streams, stream => Assert.Equal(placement.NodeOf(stream), reversed.NodeOf(stream)));
        // Fixed for good: nodes of two versions, in a rolling upgrade, must not quarrel.
        Assert.Equal(
            "11131321333332332312",
            string.Concat(Streams.Take(20).Select(stream => placement.NodeOf(stream)!.Id[^1]))
        );
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(200)]
    public void Of_ten_thousand_streams_only_those_of_the_node_that_comes_or_goes_move(int count)
    {
        var nodes = Nodes(count);
        var before = Streams.Select(new Placement(nodes).NodeOf).ToArray();
        foreach (var gone in new[] { 0, count / 2, count - 1 }.Select(index => nodes[index]))
        {
            var after = Streams.Select(new Placement([.. nodes.Except([gone])]).NodeOf).ToArray();

            var moved = before.Zip(after).Where(pair => pair.First != pair.Second).ToArray();
            // A node that comes is the same the other way round.
            Assert.All(moved, pair => Assert.Equal(gone, pair.First));
            // 1/N of all, and a tenth of all beside; of fifty, four standard deviations are chance.
            Assert.InRange(
                moved.Length,
                1,
                Streams.Length / (double)count + Math.Min(0.1 * Streams.Length, Spread(count))
            );
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(200)]
    public void Streams_are_spread_evenly(int count)
    {
        var placement = new Placement(Nodes(count));

        var shares = Streams.GroupBy(stream => placement.NodeOf(stream)!.Id).Select(group => (double)group.Count());

        var fair = Streams.Length / (double)count;
        Assert.Equal(count, shares.Count());
        Assert.All(shares, share => Assert.InRange(share, fair - Spread(count), fair + Spread(count)));
    }

    [Fact]
    public void A_node_that_is_draining_gets_nothing_unless_all_are()
    {
        var nodes = Nodes(3);
        TranscoderNode[] one = [nodes[0], nodes[1] with { IsDraining = true }, nodes[2]];
        TranscoderNode[] all = [.. nodes.Select(node => node with { IsDraining = true })];

        Assert.DoesNotContain(Streams.Select(new Placement(one).NodeOf), node => node == one[1]);
        Assert.Equal(
            Streams.Select(stream => new Placement(nodes).NodeOf(stream)!.Id),
            Streams.Select(stream => new Placement(all).NodeOf(stream)!.Id)
        );
    }

    [Fact]
    public void Without_nodes_there_is_none() => Assert.Null(new Placement([]).NodeOf(Streams[0]));

    private static double Spread(int count) => 4 * Math.Sqrt(Streams.Length / (double)count);

    private static TranscoderNode[] Nodes(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(n => new TranscoderNode($"transcoder-{n}", new Uri($"http://transcoder-{n}:8080"))),
        ];
}
