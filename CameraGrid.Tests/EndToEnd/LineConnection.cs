using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>One connection over a <see cref="TestLine"/>.</summary>
internal sealed class LineConnection(Socket near, Action<LineConnection> onAnswer)
{
    private const int BufferSize = 32 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _silent;
    private volatile string _path = "";

    /// <summary>It carries pictures to a tile.</summary>
    public bool IsSocket => _path.Contains("/mse", StringComparison.Ordinal);

    /// <summary>It carries the camera events.</summary>
    public bool IsEvents => _path.Contains("/api/events", StringComparison.Ordinal);

    /// <summary>Completes when the browser, or the product, closed it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Lets nothing pass any more, and stays open.</summary>
    public void Silence() => _silent = true;

    /// <summary>Ends it, as a proxy does that is restarted.</summary>
    public void Cut() => _cut.TrySetResult();

    public async Task RunAsync(IPEndPoint farAddress, CancellationToken cancellationToken)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(farAddress, end.Token);
            Task[] ways = [AskAsync(far, end.Token), AnswerAsync(far, end.Token)];
            await await Task.WhenAny([.. ways, _cut.Task]);
            await end.CancelAsync();
            await Task.WhenAll(ways);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException) { }
        finally
        {
            near.Dispose();
            _ended.TrySetResult();
        }
    }

    private async Task AskAsync(Socket far, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (await near.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            ReadPath(buffer.AsSpan(0, count));
            await PassAsync(far, buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private async Task AnswerAsync(Socket far, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        for (var first = true; await far.ReceiveAsync(buffer, cancellationToken) is > 0 and var count; first = false)
        {
            if (first)
            {
                onAnswer(this);
            }

            await PassAsync(near, buffer.AsMemory(0, count), cancellationToken);
        }

        if (_silent)
        {
            // The far end gave up; the browser is not told.
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    private async Task PassAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!_silent && bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, cancellationToken)..];
        }
    }

    // A browser sends the head of a request in one piece, and uses connections again.
    private void ReadPath(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("GET "u8))
        {
            var rest = bytes[4..];
            _path = Encoding.ASCII.GetString(rest[..Math.Max(0, rest.IndexOf((byte)' '))]);
        }
    }
}
