using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Bench.Harness;

/// <summary>
/// The line between two parts, such as browser and product, byte for byte. While it is down nothing passes, and as on a real one no connection
/// is told so. Those of before stay dead for good, as after a change of address; new ones work once it is up again.
/// </summary>
internal sealed class Line : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _connections = [];
    private readonly EndPoint _far;
    private readonly Task _accepting;

    /// <summary>Cancelled when the line goes down, and another one when it is up again.</summary>
    private CancellationTokenSource _up = new();

    /// <param name="far">Where it leads: an IP address and a port.</param>
    public Line(Uri far)
        : this(new IPEndPoint(IPAddress.Parse(far.Host), far.Port)) { }

    /// <param name="far">Where it leads.</param>
    public Line(EndPoint far)
    {
        _far = far;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    /// <summary>Its near end.</summary>
    public Uri Address { get; }

    /// <summary>From now on nothing passes.</summary>
    public void GoDown() => _up.Cancel();

    /// <summary>New connections work again.</summary>
    public void ComeUp()
    {
        lock (_lock)
        {
            _up.Dispose();
            _up = new CancellationTokenSource();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // In this order: accepting on a listener that has stopped is a fault of its own.
        await _closed.CancelAsync();
        await _accepting;
        _listener.Stop();
        Task[] connections;
        lock (_lock)
        {
            connections = [.. _connections];
        }

        await Task.WhenAll(connections);
        _listener.Dispose();
        _up.Dispose();
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptSocketAsync(_closed.Token);
                near.NoDelay = true;
                lock (_lock)
                {
                    var connection = RunAsync(near, _up.Token);
                    _connections.Add(connection);
                    _ = connection.ContinueWith(Forget, TaskScheduler.Default);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The line is taken away.
        }
    }

    private void Forget(Task connection)
    {
        lock (_lock)
        {
            _connections.Remove(connection);
        }
    }

    private async Task RunAsync(Socket near, CancellationToken up)
    {
        using (near)
        using (var far = FarEnd())
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(up, _closed.Token))
        {
            try
            {
                await far.ConnectAsync(_far, end.Token);
                await Task.WhenAll(PassAsync(near, far, end.Token), PassAsync(far, near, end.Token));
            }
            catch (Exception over) when (over is SocketException or OperationCanceledException)
            {
                // The far end is not there, or the line went down.
            }

            if (up.IsCancellationRequested)
            {
                // Open and dead, for as long as the line exists.
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _closed.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Socket FarEnd() =>
        _far is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(_far.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private static async Task PassAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (SocketException)
        {
            // One end was reset.
        }
        catch (OperationCanceledException)
        {
            // The line went down, and tells nobody.
            return;
        }

        try
        {
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It is gone already.
        }
    }
}
