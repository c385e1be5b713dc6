namespace CameraGrid.Cameras;

/// <summary>All cameras at one time. Never changes.</summary>
public sealed class CameraSet
{
    private readonly Dictionary<string, CameraDefinition> _byId;

    /// <summary>Takes cameras whose ids are unique.</summary>
    public CameraSet(IEnumerable<CameraDefinition> cameras)
    {
        Cameras = [.. cameras];
        _byId = Cameras.ToDictionary(camera => camera.Id, StringComparer.Ordinal);
        Streams = [.. Cameras.SelectMany(StreamsOf)];
    }

    /// <summary>In the order of their configuration: numbered keys first, then the JSON file, then the camera page.</summary>
    public IReadOnlyList<CameraDefinition> Cameras { get; }

    /// <summary>Every stream of every camera, switched-off ones too, each camera's main before its sub.</summary>
    public IReadOnlyList<StreamKey> Streams { get; }

    /// <summary>The camera of this id, or null.</summary>
    public CameraDefinition? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The source of this stream, or null where there is no such camera or it has no such stream.</summary>
    public StreamSource? Find(StreamKey key) =>
        Find(key.Camera) is { } camera ? (key.Stream is StreamName.Main ? camera.Main : camera.Sub) : null;

    private static IEnumerable<StreamKey> StreamsOf(CameraDefinition camera)
    {
        yield return new StreamKey(camera.Id, StreamName.Main);
        if (camera.Sub is not null)
        {
            yield return new StreamKey(camera.Id, StreamName.Sub);
        }
    }
}
