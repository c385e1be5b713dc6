using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras;

/// <summary>
/// The cameras as they are now: those of the configuration, then those of the camera page. Each edit of either replaces them
/// all at once; what must agree with itself over more than one question takes <see cref="Current"/> and asks that.
/// </summary>
public sealed class CameraCatalog(CameraSet cameras)
{
    /// <summary>
    /// The section whose keys <c>CAMERA_n_*</c> stand in where no camera is configured: those of the demo, which make way
    /// as soon as the first real one is written down.
    /// </summary>
    public const string FallbackSection = "FallbackCameras";

    private readonly Lock _replacing = new();
    private CameraSet _configured = cameras;
    private IReadOnlyList<CameraDefinition> _stored = [];
    private volatile CameraSet _current = cameras;

    /// <summary>Takes cameras whose ids are unique.</summary>
    public CameraCatalog(IEnumerable<CameraDefinition> cameras)
        : this(new CameraSet(cameras)) { }

    /// <summary>
    /// Reads the cameras of the keys <c>CAMERA_n_*</c> and of the file that <c>CAMERAS_FILE</c> names.
    /// </summary>
    /// <exception cref="CameraConfigurationException">Anything is wrong; all errors at once.</exception>
    public static CameraCatalog FromConfiguration(IConfiguration configuration) =>
        new(CameraConfiguration.Read(configuration));

    /// <summary><see cref="Current"/> is another one. Raised by whoever changed it, so handlers return at once.</summary>
    public event Action? Changed;

    /// <summary>The cameras now.</summary>
    public CameraSet Current => _current;

    /// <inheritdoc cref="CameraSet.Cameras"/>
    public IReadOnlyList<CameraDefinition> Cameras => _current.Cameras;

    /// <inheritdoc cref="CameraSet.Streams"/>
    public IReadOnlyList<StreamKey> Streams => _current.Streams;

    /// <inheritdoc cref="CameraSet.Find(string)"/>
    public CameraDefinition? Find(string id) => _current.Find(id);

    /// <inheritdoc cref="CameraSet.Find(StreamKey)"/>
    public StreamSource? Find(StreamKey key) => _current.Find(key);

    /// <summary>Takes other cameras in place of all that were configured; the same ones change nothing.</summary>
    internal CameraChanges Replace(CameraSet configured)
    {
        lock (_replacing)
        {
            _configured = configured;
            return Merge();
        }
    }

    /// <summary>
    /// Takes other cameras in place of all of the camera page. One whose id is configured too stands back, and the demo's
    /// cameras make way for any.
    /// </summary>
    internal CameraChanges ReplaceStored(IReadOnlyList<CameraDefinition> stored)
    {
        lock (_replacing)
        {
            _stored = stored;
            return Merge();
        }
    }

    private CameraChanges Merge()
    {
        var configured = _configured
            .Cameras.Where(camera => _stored.Count == 0 || camera.Origin is not CameraOrigin.Demo)
            .ToList();
        var ids = configured.Select(camera => camera.Id).ToHashSet(StringComparer.Ordinal);
        var next = new CameraSet([.. configured, .. _stored.Where(camera => !ids.Contains(camera.Id))]);
        var changes = CameraChanges.Between(_current, next);
        if (changes.Any)
        {
            _current = next;
            Changed?.Invoke();
        }

        return changes;
    }
}
