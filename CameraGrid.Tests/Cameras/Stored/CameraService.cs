using CameraGrid.Cameras;
using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;

namespace CameraGrid.Tests.Cameras.Stored;

/// <summary>What a service has of the camera page, over a store that it may share with others.</summary>
internal sealed class CameraService : IAsyncDisposable
{
    private readonly FakeLogger<StoredCameraFeed> _log = new();
    private readonly StoredCameraFeed _feed;

    public CameraService(IConnectionMultiplexer redis, string? secret = null, params CameraDefinition[] configured)
    {
        var (store, keys) = (new CameraStore(redis), new KeysSecret(secret));
        Catalog = new CameraCatalog(configured);
        _feed = new StoredCameraFeed(store, Stored, Catalog, keys, TimeProvider.System, _log);
        Editor = new CameraEditor(store, Catalog, _feed, keys);
    }

    public CameraCatalog Catalog { get; }

    public StoredCameras Stored { get; } = new();

    public CameraEditor Editor { get; }

    public IReadOnlyList<string> Logged => [.. _log.Collector.GetSnapshot().Select(line => line.Message)];

    public string Ids => string.Join(' ', Catalog.Cameras.Select(camera => camera.Id));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Follows the store from now on.</summary>
    public async Task<CameraService> StartAsync()
    {
        await _feed.StartAsync(Token);
        return this;
    }

    public Task ReadAsync() => _feed.ReadAsync(Token);

    public async Task<string> AddAsync(CameraSettings camera)
    {
        var edit = await Editor.AddAsync(camera, Token);
        Assert.Equal(CameraEditOutcome.Done, edit.Outcome);
        return edit.Id;
    }

    /// <summary>A camera as it is typed.</summary>
    public static CameraSettings Typed(
        string name,
        string url,
        string? username = null,
        string? password = null,
        string? subUrl = null
    ) => new(name, url, subUrl, username, password, Transport: null, Enabled: null);

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
    }
}
