namespace CameraGrid.Cameras;

/// <summary>How an edit of a camera ended.</summary>
public enum CameraEditOutcome
{
    /// <summary>The store has it, and the catalog of this service too.</summary>
    Done,

    /// <summary>Something that was typed is wrong: see <see cref="CameraEdit.Errors"/>.</summary>
    Wrong,

    /// <summary>There is no camera of this id.</summary>
    NotFound,

    /// <summary>It is written down in the configuration, and can be changed there only.</summary>
    Configured,
}

/// <summary>How an edit of a camera ended.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Id">The camera's.</param>
/// <param name="Errors">What is wrong, by the JSON name of the field; none shows a value.</param>
public sealed record CameraEdit(CameraEditOutcome Outcome, string Id, IReadOnlyDictionary<string, string[]> Errors)
{
    internal CameraEdit(CameraEditOutcome outcome, string id)
        : this(outcome, id, new Dictionary<string, string[]>()) { }
}

/// <summary>Adds, changes and removes cameras of the camera page.</summary>
/// <remarks>Throws <see cref="StoreUnavailableException"/> where the store does not answer: then nothing is kept.</remarks>
public sealed class CameraEditor
{
    private readonly CameraStore _store;
    private readonly CameraCatalog _catalog;
    private readonly StoredCameraFeed _feed;
    private readonly KeysSecret _secret;

    internal CameraEditor(CameraStore store, CameraCatalog catalog, StoredCameraFeed feed, KeysSecret secret) =>
        (_store, _catalog, _feed, _secret) = (store, catalog, feed, secret);

    /// <summary>Adds a camera at the end; its id is made of its name.</summary>
    public async Task<CameraEdit> AddAsync(CameraSettings typed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = await _store.ReadAllAsync(cancellationToken);
            var keys = new CameraKeys(records.Keys, _secret);
            var draft = new CameraDraft(typed, before: null);
            if (draft.Check(id: null, [.. ConfiguredIds, .. records.Cameras.Keys]) is not { } camera)
            {
                return new CameraEdit(CameraEditOutcome.Wrong, "", draft.Errors);
            }

            var record = CameraSeal.Seal(camera, NextOrder(records), keys);
            if (await _store.AddAsync(camera.Id, record.Write(), keys.Made, cancellationToken))
            {
                return await DoneAsync(camera.Id, cancellationToken);
            }
        }
    }

    /// <summary>Changes a camera, which keeps its id and its place.</summary>
    public async Task<CameraEdit> ChangeAsync(string id, CameraSettings typed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var records = await _store.ReadAllAsync(cancellationToken);
            if (records.Cameras.GetValueOrDefault(id) is not { } value)
            {
                return NotThere(id);
            }

            var keys = new CameraKeys(records.Keys, _secret);
            var before = CameraSeal.Open(id, value, keys);
            var draft = new CameraDraft(typed, before);
            if (draft.Check(id, taken: []) is not { } camera)
            {
                return new CameraEdit(CameraEditOutcome.Wrong, id, draft.Errors);
            }

            var record = CameraSeal.Seal(camera, before.Record?.Order ?? NextOrder(records), keys);
            if (await _store.ReplaceAsync(id, value, record.Write(), keys.Made, cancellationToken))
            {
                return await DoneAsync(id, cancellationToken);
            }
        }
    }

    /// <summary>Removes a camera.</summary>
    public async Task<CameraEdit> RemoveAsync(string id, CancellationToken cancellationToken) =>
        await _store.RemoveAsync(id, cancellationToken) ? await DoneAsync(id, cancellationToken) : NotThere(id);

    // Those of the demo make way.
    private IEnumerable<string> ConfiguredIds =>
        _catalog.Cameras.Where(camera => camera.Origin is not CameraOrigin.Demo).Select(camera => camera.Id);

    private async Task<CameraEdit> DoneAsync(string id, CancellationToken cancellationToken)
    {
        await _feed.ReadAsync(cancellationToken);
        return new CameraEdit(CameraEditOutcome.Done, id);
    }

    private CameraEdit NotThere(string id) =>
        new(_catalog.Find(id) is null ? CameraEditOutcome.NotFound : CameraEditOutcome.Configured, id);

    private static int NextOrder(CameraRecords records) =>
        1 + records.Cameras.Values.Max(value => CameraRecord.Read(value)?.Order) ?? 1;
}
