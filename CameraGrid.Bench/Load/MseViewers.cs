using System.Net.WebSockets;
using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Load;

/// <summary>One reader for each camera, as a page's MSE player reads, but without showing anything.</summary>
internal sealed class MseViewers : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _readers = [];
    private long _messages;
    private long _bytes;

    /// <summary>Messages read by all: a frame each.</summary>
    public long Messages => Volatile.Read(ref _messages);

    /// <summary>Bytes read by all.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    public async Task OpenAsync(Uri grid, IEnumerable<BenchCamera> cameras, CancellationToken cancellationToken)
    {
        foreach (var camera in cameras)
        {
            var address = new UriBuilder(new Uri(grid, $"/live/{camera.Id}/main/mse")) { Scheme = "ws" }.Uri;
            var socket = new ClientWebSocket();
            try
            {
                await socket.ConnectAsync(address, cancellationToken);
            }
            catch (WebSocketException exception)
            {
                socket.Dispose();
                throw new BenchmarkException($"{address} cannot be opened: {exception.Message}", exception);
            }

            _readers.Add(ReadAsync(socket));
        }
    }

    public void ThrowIfAnyEnded()
    {
        if (_readers.Find(reader => reader.IsCompleted) is { } ended)
        {
            throw new BenchmarkException($"A viewer lost its stream: {ended.Exception?.InnerException?.Message}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ReadAsync(ClientWebSocket socket)
    {
        using (socket)
        {
            var buffer = new byte[64 * 1024];
            while (true)
            {
                var result = await socket.ReceiveAsync(buffer.AsMemory(), _stopping.Token);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    throw new BenchmarkException($"closed with \"{socket.CloseStatusDescription}\"");
                }

                Interlocked.Add(ref _bytes, result.Count);
                Interlocked.Add(ref _messages, result.EndOfMessage ? 1 : 0);
            }
        }
    }
}
