using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Transcoder.Whep;

/// <summary>The one UDP socket of all sessions.</summary>
internal sealed class WhepSocket : IDisposable
{
    /// <summary>Bytes of the largest datagram that is sent: fits IPv6's smallest link with room for tunnels.</summary>
    public const int LargestPacket = 1200;

    /// <summary>Bytes of the largest datagram that is taken.</summary>
    public const int LargestDatagram = 1500;

    /// <summary>Room for some large keyframes; the system may give less.</summary>
    private const int SendBuffer = 4 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly IPEndPoint _template;

    /// <exception cref="IOException">The port is taken.</exception>
    public WhepSocket(IPAddress address, int port)
    {
        _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { SendBufferSize = SendBuffer };
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            _socket.DualMode = true;
        }

        try
        {
            _socket.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException failure)
        {
            _socket.Dispose();
            throw new IOException(
                $"{WhepOptions.Section}:Port: UDP port {port} cannot be used: {failure.Message}.",
                failure
            );
        }

        // A full buffer is a lost packet, not a wait.
        _socket.Blocking = false;
        _template = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public int Port => _template.Port;

    /// <summary>Room for the address of whoever sends.</summary>
    public SocketAddress NewAddress() => new(_socket.AddressFamily);

    public IPEndPoint EndPointOf(SocketAddress address) => (IPEndPoint)_template.Create(address);

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, SocketAddress from, CancellationToken cancellationToken) =>
        _socket.ReceiveFromAsync(buffer, SocketFlags.None, from, cancellationToken);

    /// <summary>Sends a datagram; false where it is lost already here.</summary>
    public bool TrySend(ReadOnlySpan<byte> datagram, SocketAddress to)
    {
        try
        {
            return _socket.SendTo(datagram, SocketFlags.None, to) == datagram.Length;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose() => _socket.Dispose();
}
