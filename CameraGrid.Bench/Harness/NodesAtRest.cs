using CameraGrid.Cameras;

namespace CameraGrid.Bench.Harness;

/// <summary>Waits until several transcoders have nothing to do but to go on.</summary>
internal sealed class NodesAtRest(OwnerStore owners, SimulatorProcess simulator, IReadOnlyList<StreamViewer> viewers)
{
    // Several times what any of it is to take.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<StreamKey> _streams = [.. viewers.Select(viewer => viewer.Stream)];

    /// <summary>Where streams belong while these nodes are there.</summary>
    public static Placement Placed(IEnumerable<NodeProcess> nodes) =>
        new([.. nodes.Select(node => new TranscoderNode(node.Id, node.Address))]);

    /// <summary>
    /// Returns when every stream is owned by the node that it belongs to, is pulled once, and reaches its viewer.
    /// </summary>
    public async Task WaitAsync(
        IReadOnlyCollection<NodeProcess> nodes,
        NodeProcess? frozen,
        CancellationToken cancellationToken
    )
    {
        var placement = Placed(nodes);
        var most = frozen is null ? 1 : 2;
        var disorder = new List<string>();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Limit);
        try
        {
            while (true)
            {
                var owned = await owners.ReadAsync(_streams, late.Token);
                var pulls = await simulator.PullsAsync(late.Token);
                disorder = [.. viewers.Select(Disorder).OfType<string>()];
                if (disorder.Count == 0)
                {
                    return;
                }

                await Task.Delay(Poll, TimeProvider.System, late.Token);

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
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException(
                $"The transcoders did not come to rest within {Limit.TotalSeconds} s: {string.Join("; ", disorder)}."
            );
        }
    }
}
