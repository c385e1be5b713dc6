namespace CameraGrid.Transcoder.Ownership;

/// <summary>
/// When viewers are to go. Not when the service is told to stop: until others have taken its streams, it serves them.
/// </summary>
internal sealed class ServingEnd : IDisposable
{
    /// <summary>What a viewer has not taken by then is cut off: a slow one would hold the stop for half a minute.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _cut = new();

    /// <summary>Every viewer is to be sent away in order.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whoever is still there is cut off.</summary>
    public CancellationToken Cut => _cut.Token;

    public void End()
    {
        _ended.Cancel();
        _cut.CancelAfter(Grace);
    }

    public void Dispose()
    {
        _ended.Dispose();
        _cut.Dispose();
    }
}
