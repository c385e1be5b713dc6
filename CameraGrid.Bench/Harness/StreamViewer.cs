using System.Net.WebSockets;
using System.Security.Cryptography;
using CameraGrid.Cameras;

namespace CameraGrid.Bench.Harness;

/// <summary>
/// Watches a stream as the page does, but without showing anything: over a WebSocket through a gateway, anew when it ends
/// or brings nothing for a while. It keeps the time of every frame.
/// </summary>
internal sealed class StreamViewer : IAsyncDisposable
{
    // The page's own limits. Its waits grow further, but it is told when a stream is live again, and this is not.
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Stalls = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(0.2),
        TimeSpan.FromSeconds(0.5),
        TimeSpan.FromSeconds(1),
    ];

    private readonly CancellationTokenSource _ends = new();
    private readonly Lock _gate = new();
    private readonly List<Arrival> _frames = [];
    private readonly Uri _address;
    private readonly Task _watching;

    /// <param name="gateway">The address of the gateway.</param>
    /// <param name="stream">What to watch.</param>
    public StreamViewer(Uri gateway, StreamKey stream)
    {
        Stream = stream;
        _address = new Uri($"ws://{gateway.Authority}/live/{stream}/mse");
        _watching = WatchAsync();
    }

    public StreamKey Stream { get; }

    /// <summary>The time since the last frame; endless before the first.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
            {
                return _frames.Count > 0 ? Uptime.Now - _frames[^1].At : TimeSpan.MaxValue;
            }
        }
    }

    /// <summary>All frames that came after a moment.</summary>
    public Arrivals Since(TimeSpan moment)
    {
        lock (_gate)
        {
            return new Arrivals(_frames.FindAll(frame => frame.At > moment));
        }
    }

    private int Count
    {
        get
        {
            lock (_gate)
            {
                return _frames.Count;
            }
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
        var failures = 0;
        while (!_ends.IsCancellationRequested)
        {
            var seen = Count;
            try
            {
                await ConnectAsync(openedAt: Uptime.Now);
            }
            catch (Exception end) when (end is WebSocketException or OperationCanceledException)
            {
                // It ended, was refused, or brought nothing.
            }

            failures = Count > seen ? 0 : failures + 1;
            await WaitAsync(Waits[Math.Min(failures, Waits.Length - 1)]);
        }
    }

    // Spread by 30 %, so that those who lost their streams together do not return in the same instant.
    private async Task WaitAsync(TimeSpan wait) =>
        await Task.Delay(wait * (0.7 + RandomNumberGenerator.GetInt32(600) / 1000.0), TimeProvider.System, _ends.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task ConnectAsync(TimeSpan openedAt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token);
        limit.CancelAfter(StartsWithin);
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
                See(openedAt);
                limit.CancelAfter(Stalls);
            }

            isInit = received.MessageType == WebSocketMessageType.Text;
        }
    }

    private void See(TimeSpan openedAt)
    {
        lock (_gate)
        {
            _frames.Add(new Arrival(Uptime.Now, openedAt));
        }
    }
}
