using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>
/// Who owns each stream, as last heard: pictures go on without the store. Whoever watches a stream at another node than its
/// owner is sent away, to come back to the right one.
/// </summary>
internal sealed class OwnerDirectory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, string> _owners = [];
    private readonly Dictionary<StreamKey, List<Visit>> _visits = [];

    /// <summary>The id of the owner; null while none was heard of.</summary>
    public string? OwnerOf(StreamKey stream)
    {
        lock (_gate)
        {
            return _owners.GetValueOrDefault(stream);
        }
    }

    /// <summary>Takes the present owner of a stream.</summary>
    public void Take(StreamKey stream, string owner)
    {
        List<Visit> elsewhere;
        lock (_gate)
        {
            _owners[stream] = owner;
            elsewhere = _visits.GetValueOrDefault(stream)?.FindAll(visit => visit.Node != owner) ?? [];
        }

        // A node that is frozen or cut off keeps its connections open, and nothing comes of them any more.
        elsewhere.ForEach(visit => visit.Leave());
    }

    /// <summary>Someone watches a stream at a node, until the result is disposed.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="node">The node's id.</param>
    /// <param name="leave">Called, from any thread, when another node has the stream.</param>
    public IDisposable Visiting(StreamKey stream, string node, Action leave)
    {
        var visit = new Visit(this, stream, node, leave);
        lock (_gate)
        {
            if (!_visits.TryGetValue(stream, out var visits))
            {
                _visits.Add(stream, visits = []);
            }

            visits.Add(visit);
        }

        return visit;
    }

    private void End(Visit visit)
    {
        lock (_gate)
        {
            var visits = _visits[visit.Stream];
            visits.Remove(visit);
            if (visits.Count == 0)
            {
                _visits.Remove(visit.Stream);
            }
        }
    }

    private sealed class Visit(OwnerDirectory owners, StreamKey stream, string node, Action leave) : IDisposable
    {
        public StreamKey Stream => stream;

        public string Node => node;

        public void Leave() => leave();

        public void Dispose() => owners.End(this);
    }
}
