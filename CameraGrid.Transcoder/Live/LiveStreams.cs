using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Live;

/// <summary>The streams this node serves, by key.</summary>
internal sealed class LiveStreams(RingBlockPool pool, LiveOptions options)
{
    private readonly ConcurrentDictionary<StreamKey, LiveStream> _streams = new();

    public LiveStream Add(StreamKey key) => _streams.GetOrAdd(key, added => new LiveStream(added, pool, options));

    /// <summary>Serves a stream no more and ends its viewers. Who fills it disposes it when that is over.</summary>
    public void Close(StreamKey key)
    {
        if (_streams.TryRemove(key, out var stream))
        {
            stream.Close();
        }
    }

    public bool TryFind(StreamKey key, [NotNullWhen(true)] out LiveStream? stream) =>
        _streams.TryGetValue(key, out stream);
}
