using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Simulator.Faults;

/// <summary>The port of one camera: closed while the camera refuses connections, so that clients see what a dead camera shows.</summary>
internal sealed class CameraListener : IDisposable
{
    private const int Backlog = 32;
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<StreamFaults> _streams;

    // Bound but not listening: keeps the port while nobody listens, so that no other program takes it.
    private readonly Socket _reserved;
    private Socket? _listening;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="address">The address; the port is any free one.</param>
    /// <param name="streams">The faults of all streams of the camera.</param>
    public CameraListener(IPAddress address, IReadOnlyList<StreamFaults> streams)
    {
        _streams = streams;
        _reserved = Bind(new IPEndPoint(address, 0));
        EndPoint = (IPEndPoint)_reserved.LocalEndPoint!;
        Update();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Opens or closes the port, as the faults now are.</summary>
    public void Update()
    {
        lock (_lock)
        {
            var listens = !_streams.All(stream => stream.IsAway);
            if (listens == _listening is not null)
            {
                return;
            }

            _listening?.Dispose();
            _listening = listens ? Bind(EndPoint) : null;
            _listening?.Listen(Backlog);
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The next connection; waits while the port is closed.</summary>
    /// <exception cref="SocketException">None could be accepted, such as for too many open files.</exception>
    public async ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var (listening, changed) = Current();
            if (listening is null)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            try
            {
                return await listening.AcceptAsync(cancellationToken);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException && IsClosed(listening))
            {
                // Closed by a fault.
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _listening?.Dispose();
            _reserved.Dispose();
        }
    }

    private bool IsClosed(Socket listening) => Current().Listening != listening;

    private (Socket? Listening, Task Changed) Current()
    {
        lock (_lock)
        {
            return (_listening, _changed.Task);
        }
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        // Two sockets of this process on one port.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(endPoint);
        return socket;
    }
}
