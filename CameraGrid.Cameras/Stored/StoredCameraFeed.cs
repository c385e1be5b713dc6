using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Cameras;

/// <summary>
/// Brings the cameras of the camera page into the <see cref="CameraCatalog"/>: by messages, and by a complete read now and then
/// (messages get lost). It gives a store that came back empty what it lost.
/// </summary>
internal sealed partial class StoredCameraFeed(
    CameraStore store,
    StoredCameras stored,
    CameraCatalog catalog,
    KeysSecret secret,
    TimeProvider time,
    ILogger<StoredCameraFeed> logger
) : BackgroundService
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private CameraRecords? _read;
    private bool _toldNotKnown;

    /// <summary>Reads once before the others start, so that they begin with all cameras.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads now; once it returns, the catalog has what the store had. Where that is away, all stays as it is.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        // One after the other: an older answer must not replace a newer one.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var records = await store.ReadAllAsync(cancellationToken);
            // Keys are never removed: a store without them was emptied.
            if (_read is { Keys.Count: > 0 } && records.Keys.Count == 0)
            {
                await store.RestoreAsync(_read, cancellationToken);
                LogRestored();
            }
            else if (_read is null || !records.IsSameAs(_read))
            {
                Take(records);
            }
        }
        catch (StoreUnavailableException exception)
        {
            if (_read is null && !_toldNotKnown)
            {
                _toldNotKnown = true;
                LogNotKnown(exception.Message);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        StoreSubscription.FollowAsync(
            store.SubscribeAsync,
            store.OnReconnected,
            ReadAsync,
            ReadEvery,
            time,
            stoppingToken
        );

    private void Take(CameraRecords records)
    {
        _read = records;
        var keys = new CameraKeys(records.Keys, secret);
        var before = stored.All;
        stored.Take([
            .. records
                .Cameras.Select(camera => CameraSeal.Open(camera.Key, camera.Value, keys))
                .OrderBy(camera => camera.Record?.Order ?? int.MaxValue)
                .ThenBy(camera => camera.Id, StringComparer.Ordinal),
        ]);
        var changes = catalog.ReplaceStored([.. stored.All.Select(camera => camera.Camera).OfType<CameraDefinition>()]);
        if (changes.Any)
        {
            LogChanged(changes);
        }

        foreach (var camera in stored.All.Where(camera => camera.Error is not null && !before.Contains(camera)))
        {
            LogUnusable(camera.Id, camera.Error!);
        }
    }
}
