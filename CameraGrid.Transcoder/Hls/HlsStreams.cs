using System.Collections.Concurrent;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Ownership;

namespace CameraGrid.Transcoder.Hls;

/// <summary>The streams that have had an HLS viewer.</summary>
internal sealed class HlsStreams(TimeProvider time, ServingEnd serving)
{
    private readonly ConcurrentDictionary<StreamKey, Lazy<HlsStream>> _streams = new();

    /// <summary>The stream's segments; begins to cut them with the first call.</summary>
    public HlsStream Of(LiveStream live)
    {
        var found = _streams.GetOrAdd(live.Key, _ => Start(live));
        if (found.Value.Following.IsCompleted)
        {
            // The stream was removed and has come back.
            _streams.TryUpdate(live.Key, Start(live), found);
            found = _streams[live.Key];
        }

        return found.Value;
    }

    private Lazy<HlsStream> Start(LiveStream live) => new(() => new HlsStream(live, time, serving.Ended));
}
