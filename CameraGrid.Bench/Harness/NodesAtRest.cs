using CameraGrid.Cameras;

namespace CameraGrid.Bench.Harness;

/// <summary>Waits until several transcoders have nothing to do but to go on.</summary>
internal sealed class NodesAtRest(OwnerStore owners, SimulatorProcess simulator, IReadOnlyList<StreamViewer> viewers)
{
    // Several times what any of it is to take.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<StreamKey> _streams = [.. viewers.Select(viewer => viewer.Stream)];

    /// <summary>Where streams belong while these nodes are there.</summary>
    public static Placement Placed(IEnumerable<NodeProcess> nodes) =>
        new([.. nodes.Select(node => new TranscoderNode(node.Id, node.Address))]);

    /// <summary>
    /// Returns when every stream is owned by the node that it belongs to, is pulled once, and reaches its viewer.
    /// </summary>
    public Task WaitAsync(
        IReadOnlyCollection<NodeProcess> nodes,
        NodeProcess? frozen,
        CancellationToken cancellationToken
    )
    {
        var placement = Placed(nodes);
        var most = frozen is null ? 1 : 2;
        return Until.NothingIsMissingAsync(Limit, token => DisorderAsync(placement, most, token), cancellationToken);
    }

    private async Task<string?> DisorderAsync(Placement placement, int most, CancellationToken cancellationToken)
    {
        var owned = await owners.ReadAsync(_streams, cancellationToken);
        var pulls = await simulator.PullsAsync(cancellationToken);
        List<string> disorder = [.. viewers.Select(Disorder).OfType<string>()];
        return disorder.Count == 0 ? null : string.Join("; ", disorder);

        string? Disorder(StreamViewer viewer)
        {
            var stream = viewer.Stream;
            var owner = owned.GetValueOrDefault(stream);
            var count = pulls.GetValueOrDefault(stream.ToString());
            var belongs = placement.NodeOf(stream)!.Id;
            return owner == belongs && count >= 1 && count <= most && viewer.Silence < Silent
                ? null
                : $"{stream} is owned by {owner ?? "nobody"}, belongs to {belongs}, is pulled by {count}, last seen {viewer.Silence.TotalSeconds:F1} s ago";
        }
    }
}
