using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>
/// The line between a browser and the product, byte for byte, which can fail as lines do: cut, or silent with every
/// connection still open.
/// </summary>
internal sealed class TestLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentDictionary<LineConnection, Task> _connections = new();
    private readonly IPEndPoint _far;
    private readonly Task _accepting;
    private volatile bool _silent;

    public TestLine(Uri far)
    {
        _far = new IPEndPoint(IPAddress.Parse(far.Host), far.Port);
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser finds the product.</summary>
    public Uri Address { get; }

    /// <summary>Called with every connection once its first answer is on its way.</summary>
    public Action<LineConnection>? Fate { get; set; }

    /// <summary>The connections that are open now.</summary>
    public IReadOnlyList<LineConnection> Open => [.. _connections.Keys];

    /// <summary>The pictures' sockets among <see cref="Open"/>.</summary>
    public IReadOnlyList<LineConnection> Sockets => [.. Open.Where(connection => connection.IsSocket)];

    /// <summary>From now on nothing passes and nothing ends, on new connections too, until <see cref="Restore"/>.</summary>
    public IReadOnlyList<LineConnection> FallSilent()
    {
        _silent = true;
        return Silence(_ => true);
    }

    /// <summary>New connections work. Those that were silent stay so, as through a router that forgot them.</summary>
    public void Restore() => _silent = false;

    /// <summary>Nothing passes any more on those that are open now, and none of them ends.</summary>
    public IReadOnlyList<LineConnection> Silence(Func<LineConnection, bool> which)
    {
        List<LineConnection> chosen = [.. Open.Where(which)];
        chosen.ForEach(connection => connection.Silence());
        return chosen;
    }

    /// <summary>
    /// Waits until the tiles have as many other sockets as these. The browser keeps a silent one for a minute more, in the
    /// hope of a closing handshake.
    /// </summary>
    public async Task ReplacedAsync(IReadOnlyCollection<LineConnection> sockets)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(GridPage.Patience);
        while (Sockets.Except(sockets).Count() < sockets.Count)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Waits until the browser closed these.</summary>
    public async Task GivenUpAsync(IEnumerable<LineConnection> connections) =>
        await Task.WhenAll(connections.Select(connection => connection.Ended))
            .WaitAsync(GridPage.Patience, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_closed.Token);
                LineConnection connection = new(near, connection => Fate?.Invoke(connection));
                if (_silent)
                {
                    connection.Silence();
                }

                _connections[connection] = RunAsync(connection);
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task RunAsync(LineConnection connection)
    {
        // Begins only when it is in the list.
        await Task.Yield();
        try
        {
            await connection.RunAsync(_far, _closed.Token);
        }
        finally
        {
            _connections.TryRemove(connection, out _);
        }
    }
}
