using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace CameraGrid.Bench.Browser;

/// <summary>
/// A connection to a browser over the Chrome DevTools Protocol (https://chromedevtools.github.io/devtools-protocol), as
/// little of it as a benchmark needs. A library for browser tests listens to the network of every page, and then the page
/// copies each message of a WebSocket for it: with sixteen streams that costs more than playing them.
/// </summary>
internal sealed class DevTools : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _open = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _ended = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    private DevTools() { }

    /// <param name="address">The browser's <c>ws://…/devtools/browser/…</c>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<DevTools> ConnectAsync(Uri address, CancellationToken cancellationToken)
    {
        var tools = new DevTools();
        await tools._socket.ConnectAsync(address, cancellationToken);
        tools._reading = tools.ReadAsync();
        return tools;
    }

    /// <summary>Calls a method and returns its result.</summary>
    /// <param name="method">As in <c>Page.navigate</c>.</param>
    /// <param name="parameters">Serialised as JSON in camel case.</param>
    /// <param name="session">The page, or null for the browser itself.</param>
    /// <param name="limit">How long the answer may take; null for half a minute.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BenchmarkException">The browser refused, is gone, or did not answer in time.</exception>
    public async Task<JsonElement> CallAsync(
        string method,
        object parameters,
        string? session = null,
        TimeSpan? limit = null,
        CancellationToken cancellationToken = default
    )
    {
        var id = Interlocked.Increment(ref _last);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[id] = answer;
        var message = session is null
            ? JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    id,
                    method,
                    @params = parameters,
                },
                JsonSerializerOptions.Web
            )
            : JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    id,
                    method,
                    @params = parameters,
                    sessionId = session,
                },
                JsonSerializerOptions.Web
            );
        try
        {
            await SendAsync(message, cancellationToken);
            var wait = answer.Task.WaitAsync(limit ?? AnswerLimit, TimeProvider.System, cancellationToken);
            return await wait;
        }
        catch (TimeoutException exception)
        {
            throw new BenchmarkException($"Chromium did not answer {method} in time.", exception);
        }
        catch (WebSocketException exception)
        {
            throw new BenchmarkException($"Chromium is gone: {exception.Message}", exception);
        }
        finally
        {
            _open.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _reading.WaitAsync(CloseLimit, TimeProvider.System);
        _socket.Dispose();
        _sending.Dispose();
        _ended.Dispose();
    }

    private async Task SendAsync(byte[] message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _ended.Token);
                message.Write(buffer, 0, part.Count);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                if (part.EndOfMessage)
                {
                    Dispatch(message.GetBuffer().AsMemory(0, (int)message.Length));
                    message.SetLength(0);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // Whoever waits is told below.
        }

        foreach (var open in _open.Values)
        {
            open.TrySetException(new BenchmarkException("Chromium has closed the connection."));
        }
    }

    private void Dispatch(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var message = document.RootElement;
        // What has no id is an event that nobody asked for.
        if (!message.TryGetProperty("id", out var id) || !_open.TryGetValue(id.GetInt32(), out var open))
        {
            return;
        }

        if (message.TryGetProperty("error", out var error))
        {
            open.TrySetException(new BenchmarkException($"Chromium refused: {error.GetProperty("message")}"));
        }
        else
        {
            open.TrySetResult(message.GetProperty("result").Clone());
        }
    }
}
