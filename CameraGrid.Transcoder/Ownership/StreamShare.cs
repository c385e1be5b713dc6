using System.Collections.Concurrent;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ownership;

/// <summary>
/// Decides which streams are this node's, as a function of what it is told: the nodes, who owns what, what has pictures. It
/// asks nobody and waits for nothing. Only <see cref="RoleOf"/> may be called from any thread.
/// </summary>
/// <remarks>
/// A stream belongs to the node that placement names. Nobody owns it: that node claims it. Another one does: that node pulls
/// it beside the owner (warming) and takes it over once it has pictures. An owner gives nothing away by itself; it loses a
/// stream when it hears that another has it.
/// </remarks>
internal sealed class StreamShare(string node, TimeProvider time)
{
    /// <summary>
    /// Streams that move to a node that came are pulled twice for a moment, so few at a time. Those of a node that is about to
    /// stop all move at once.
    /// </summary>
    public const int MostMoving = 4;

    /// <summary>A stream that has no pictures after so long beside its owner may be one of a camera that serves only one.</summary>
    public static readonly TimeSpan WarmLimit = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Then it stays where it is for so long, unless its owner goes. It may also have been a slow moment: so a short time
    /// first, twice as long after each try that failed, up to <see cref="MostLeftAlone"/>.
    /// </summary>
    public static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(10);

    /// <summary>Every try costs such a camera a connection that it refuses.</summary>
    public static readonly TimeSpan MostLeftAlone = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<StreamKey, StreamRole> _roles = new();
    private readonly Dictionary<StreamKey, Warming> _warming = [];
    private readonly Dictionary<StreamKey, (long Since, TimeSpan For)> _leftAlone = [];
    private HashSet<StreamKey> _preferred = [];

    /// <summary>What this node owns.</summary>
    public IEnumerable<StreamKey> Owned =>
        _roles.Where(pair => pair.Value == StreamRole.Owned).Select(pair => pair.Key);

    /// <summary>How many are on their way here.</summary>
    public int Coming => _warming.Count;

    public StreamRole? RoleOf(StreamKey stream) => _roles.TryGetValue(stream, out var role) ? role : null;

    /// <summary>Takes a new placement, or new cameras.</summary>
    /// <returns>What this node owned and is configured no more: to be released.</returns>
    public IReadOnlyList<StreamKey> Place(Placement placement, IReadOnlyCollection<StreamKey> configured)
    {
        _preferred = [.. configured.Where(stream => placement.NodeOf(stream)?.Id == node)];
        var gone = Owned.Except(configured).ToList();
        gone.ForEach(Drop);
        foreach (var stream in _warming.Keys.Where(stream => !_preferred.Contains(stream)).ToList())
        {
            Drop(stream);
        }

        return gone;
    }

    /// <summary>The streams to ask the store for.</summary>
    /// <param name="mayClaim">False: only to renew what it owns.</param>
    public IReadOnlyCollection<StreamKey> Asked(bool mayClaim) => mayClaim ? [.. Owned.Union(_preferred)] : [.. Owned];

    /// <summary>Takes what the store answered.</summary>
    /// <param name="owners">The owner of each stream that was asked for.</param>
    public void Settle(IReadOnlyDictionary<StreamKey, string> owners)
    {
        foreach (var (stream, owner) in owners)
        {
            if (owner == node)
            {
                Own(stream);
            }
            else if (_warming.GetValueOrDefault(stream)?.From != owner)
            {
                Drop(stream);
            }
        }
    }

    /// <summary>
    /// The streams to begin to move here: it is to be found out whether they have pictures at all where they are, and then
    /// either <see cref="Warm"/> or <see cref="Own"/>.
    /// </summary>
    /// <param name="owners">As in <see cref="Settle"/>.</param>
    /// <param name="nodes">Those alive.</param>
    public IReadOnlyList<Move> ToMove(
        IReadOnlyDictionary<StreamKey, string> owners,
        IReadOnlyList<TranscoderNode> nodes
    )
    {
        var room = MostMoving - _warming.Values.Count(warming => !warming.IsUrgent);
        var moves = new List<Move>();
        foreach (var stream in _preferred.Where(stream => RoleOf(stream) is null))
        {
            var owner = nodes.FirstOrDefault(other => other.Id == owners.GetValueOrDefault(stream));
            if (owner is { IsDraining: true })
            {
                moves.Add(new Move(stream, owner.Id, IsUrgent: true));
            }
            else if (owner is not null && room > 0 && !IsLeftAlone(stream))
            {
                moves.Add(new Move(stream, owner.Id, IsUrgent: false));
                room--;
            }
        }

        return moves;
    }

    /// <summary>Whether a stream that belongs here waits for the lease of a node that is gone to run out.</summary>
    public bool IsWaiting(IReadOnlyDictionary<StreamKey, string> owners, IReadOnlyList<TranscoderNode> nodes) =>
        _preferred.Any(stream =>
            RoleOf(stream) is null && owners.TryGetValue(stream, out var owner) && nodes.All(other => other.Id != owner)
        );

    /// <summary>Begins to pull a stream beside its owner.</summary>
    public void Warm(Move move)
    {
        _warming[move.Stream] = new Warming(move.From, move.IsUrgent, time.GetTimestamp());
        _roles[move.Stream] = StreamRole.Warming;
    }

    /// <summary>
    /// The streams that are to be taken from their owners now: they have pictures here, or their owner cannot wait for any
    /// longer. What should have pictures by now, and whose owner stays, is left there.
    /// </summary>
    /// <param name="hasPictures">Whether a stream that is warming has had pictures.</param>
    public IReadOnlyList<Move> ToTake(Func<StreamKey, bool> hasPictures)
    {
        var ready = new List<Move>();
        foreach (var (stream, warming) in _warming.ToList())
        {
            var isLate = time.GetElapsedTime(warming.Since) > WarmLimit;
            if (hasPictures(stream) || (isLate && warming.IsUrgent))
            {
                ready.Add(new Move(stream, warming.From, warming.IsUrgent));
            }
            else if (isLate)
            {
                LeaveAlone(stream);
                Drop(stream);
            }
        }

        return ready;
    }

    /// <summary>The store says that this node owns a stream.</summary>
    public void Own(StreamKey stream)
    {
        _warming.Remove(stream);
        _leftAlone.Remove(stream);
        _roles[stream] = StreamRole.Owned;
    }

    /// <summary>This node has nothing to do with a stream any more.</summary>
    public void Drop(StreamKey stream)
    {
        _warming.Remove(stream);
        _roles.TryRemove(stream, out _);
    }

    /// <summary>Nor with any.</summary>
    public void DropAll()
    {
        _warming.Clear();
        _roles.Clear();
    }

    private bool IsLeftAlone(StreamKey stream) =>
        _leftAlone.TryGetValue(stream, out var left) && time.GetElapsedTime(left.Since) < left.For;

    private void LeaveAlone(StreamKey stream)
    {
        var next = _leftAlone.TryGetValue(stream, out var left) ? 2 * left.For : LeftAlone;
        _leftAlone[stream] = (time.GetTimestamp(), next < MostLeftAlone ? next : MostLeftAlone);
    }

    private sealed record Warming(string From, bool IsUrgent, long Since);
}

/// <summary>A stream that is to come here.</summary>
/// <param name="Stream">Which stream.</param>
/// <param name="From">The id of its owner.</param>
/// <param name="IsUrgent">Its owner is about to stop.</param>
internal sealed record Move(StreamKey Stream, string From, bool IsUrgent);
