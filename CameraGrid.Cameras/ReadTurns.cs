using System.Threading.Channels;

namespace CameraGrid.Cameras;

/// <summary>When to read all of a store: every so often, and at once where somebody knows of a change.</summary>
/// <remarks>For one who waits; any number may ask.</remarks>
public sealed class ReadTurns : IDisposable
{
    // Asked for ten times, all is read once.
    private readonly Channel<bool> _asked = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );
    private readonly PeriodicTimer _timer;
    private Task? _tick;
    private Task? _ask;

    /// <param name="every">How often at least.</param>
    /// <param name="time">The clock of it, which runs from now on.</param>
    public ReadTurns(TimeSpan every, TimeProvider time) => _timer = new PeriodicTimer(every, time);

    /// <summary>It is time at once.</summary>
    public void Ask() => _asked.Writer.TryWrite(true);

    /// <summary>Waits until it is time.</summary>
    /// <param name="cancellationToken">Ends it, with an <see cref="OperationCanceledException"/>; the same one each time.</param>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        _tick ??= _timer.WaitForNextTickAsync(cancellationToken).AsTask();
        _ask ??= _asked.Reader.ReadAsync(cancellationToken).AsTask();
        await await Task.WhenAny(_tick, _ask);
        _tick = _tick.IsCompleted ? null : _tick;
        _ask = _ask.IsCompleted ? null : _ask;
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();
}
