namespace CameraGrid.Cameras;

/// <summary>
/// Which node each stream belongs to, by rendezvous hashing: of all nodes that take streams, the one whose id and the
/// stream's key together give the highest hash. Every process finds the same one; a node that comes or goes moves only the
/// streams that it wins or had.
/// </summary>
public sealed class Placement
{
    private readonly TranscoderNode[] _nodes;
    private readonly ulong[] _hashes;

    /// <param name="nodes">Those alive. One that is draining gets nothing, unless all of them are.</param>
    public Placement(IReadOnlyCollection<TranscoderNode> nodes)
    {
        var taking = nodes.Where(node => !node.IsDraining).ToList();
        // In one order everywhere, so that also a tie has the same winner.
        _nodes = [.. (taking.Count > 0 ? taking : nodes).OrderBy(node => node.Id, StringComparer.Ordinal)];
        _hashes = [.. _nodes.Select(node => Hash(node.Id))];
    }

    /// <summary>The node that a stream belongs to; null without nodes.</summary>
    public TranscoderNode? NodeOf(StreamKey stream)
    {
        var hash = Hash(stream.ToString());
        var winner = -1;
        var highest = 0UL;
        for (var i = 0; i < _hashes.Length; i++)
        {
            var score = Mix(hash ^ _hashes[i]);
            if (winner < 0 || score > highest)
            {
                (winner, highest) = (i, score);
            }
        }

        return winner < 0 ? null : _nodes[winner];
    }

    // FNV-1a, then mixed, since ids differ in little more than their last character. string.GetHashCode differs in every process.
    private static ulong Hash(string text)
    {
        var hash = 0xcbf29ce484222325;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 0x100000001b3;
        }

        return Mix(hash);
    }

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }
}
