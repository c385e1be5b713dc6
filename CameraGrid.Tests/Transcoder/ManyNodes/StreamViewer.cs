using System.Diagnostics;
using System.Net.WebSockets;

namespace CameraGrid.Tests.Transcoder.ManyNodes;

/// <summary>
/// Watches a stream as the page does: over a WebSocket through a gateway, anew when it ends or brings nothing for three
/// seconds, and keeps the longest time without a picture.
/// </summary>
internal sealed class StreamViewer : IAsyncDisposable
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly CancellationTokenSource _ends = new();
    private readonly Lock _gate = new();
    private readonly Uri _address;
    private readonly Task _watching;
    private long? _seenAt;
    private TimeSpan _longest;

    public StreamViewer(Uri gateway, string stream)
    {
        Stream = stream;
        _address = new Uri($"ws://{gateway.Authority}/live/{stream}/mse");
        _watching = WatchAsync();
    }

    public string Stream { get; }

    /// <summary>The time since the last picture; endless before the first.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
            {
                return _seenAt is { } seen ? Stopwatch.GetElapsedTime(seen) : TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>The longest time without a picture since the last call of <see cref="Forget"/>.</summary>
    public TimeSpan Longest
    {
        get
        {
            lock (_gate)
            {
                return Silence > _longest ? Silence : _longest;
            }
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _longest = TimeSpan.Zero;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _watching;
        _ends.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync();
            }
            catch (Exception end) when (end is WebSocketException or OperationCanceledException)
            {
                // It ended, was refused, or brought nothing.
            }

            await Task.Delay(Pause, _ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token);
        limit.CancelAfter(Stall);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(_address, limit.Token);
        var buffer = new byte[256 * 1024];
        var isInit = false;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, limit.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            if (!received.EndOfMessage)
            {
                continue;
            }

            // A header, then the init segment; all else are pictures and sound.
            if (received.MessageType == WebSocketMessageType.Binary && !isInit)
            {
                See();
                limit.CancelAfter(Stall);
            }

            isInit = received.MessageType == WebSocketMessageType.Text;
        }
    }

    private void See()
    {
        lock (_gate)
        {
            if (_seenAt is not null && Silence > _longest)
            {
                _longest = Silence;
            }

            _seenAt = Stopwatch.GetTimestamp();
        }
    }
}
