using System.Text.Json;
using System.Threading.Channels;

namespace CameraGrid.Gateway.Cameras;

/// <summary>A change, and its JSON, which is made once for all who send it.</summary>
internal sealed class HealthChange(StreamChangeView view)
{
    private readonly Lazy<string> _json = new(() =>
        JsonSerializer.Serialize(view, GatewayJson.Default.StreamChangeView)
    );

    public string Json => _json.Value;
}

/// <summary>
/// One reader of the board's changes. A reader that falls too far behind is let go, and so are all when there are other
/// cameras: its changes end, and it is to watch anew, with a complete state.
/// </summary>
internal sealed class HealthWatcher(CamerasView state, Action<HealthWatcher> forget) : IDisposable
{
    // Some rounds of changes of a large site; a reader behind that is better off with the state.
    private const int Bound = 256;

    private readonly Channel<HealthChange> _changes = Channel.CreateBounded<HealthChange>(
        new BoundedChannelOptions(Bound) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );

    /// <summary>Everything, as it was when the watching began.</summary>
    public CamerasView State => state;

    /// <summary>Every change since, in order. Completed when the reader was let go.</summary>
    public ChannelReader<HealthChange> Changes => _changes.Reader;

    /// <summary>Whether the reader was let go; what it has not read yet is not worth reading.</summary>
    public bool IsOver { get; private set; }

    public bool TryTell(HealthChange change)
    {
        if (_changes.Writer.TryWrite(change))
        {
            return true;
        }

        LetGo();
        return false;
    }

    public void LetGo()
    {
        IsOver = true;
        _changes.Writer.TryComplete();
    }

    public void Dispose() => forget(this);
}
