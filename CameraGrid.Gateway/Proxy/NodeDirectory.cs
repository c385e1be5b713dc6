using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>The transcoders that are alive, as last read, and which of them to ask for a stream.</summary>
internal sealed class NodeDirectory
{
    private volatile IReadOnlyList<TranscoderNode> _nodes = [];

    public IReadOnlyList<TranscoderNode> Nodes
    {
        get => _nodes;
        set => _nodes = value;
    }

    /// <summary>
    /// The owner where it is known and alive; else any node, the same one for the same stream; null without nodes.
    /// </summary>
    public TranscoderNode? For(StreamKey stream, string? owner)
    {
        var nodes = _nodes;
        return nodes.FirstOrDefault(node => node.Id == owner)
            ?? (nodes.Count == 0 ? null : nodes[(int)((uint)stream.GetHashCode() % (uint)nodes.Count)]);
    }
}
