using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>The transcoders that are alive, as last read, and which of them to ask for a stream.</summary>
internal sealed class NodeDirectory
{
    private volatile Known _known = new([]);

    public IReadOnlyList<TranscoderNode> Nodes
    {
        get => _known.Nodes;
        set => _known = new Known(value);
    }

    /// <summary>
    /// The owner where it is known and alive; else the node that the stream belongs to and that will own it; null without
    /// nodes.
    /// </summary>
    public TranscoderNode? For(StreamKey stream, string? owner)
    {
        var known = _known;
        return known.Nodes.FirstOrDefault(node => node.Id == owner) ?? known.Placement.NodeOf(stream);
    }

    private sealed record Known(IReadOnlyList<TranscoderNode> Nodes)
    {
        public Placement Placement { get; } = new(Nodes);
    }
}
