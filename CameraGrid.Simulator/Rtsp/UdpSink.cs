using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Simulator.Clips;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>Packets over UDP: two sockets a track, for RTP on an even port and for RTCP on the next (RFC 3550, 11).</summary>
internal sealed class UdpSink(IPAddress local, IPAddress client) : IPacketSink
{
    private const int PortAttempts = 64;
    private readonly List<Socket> _sockets = [];

    /// <summary>Opens the sockets of the next track; its packets come on channels 2n and 2n + 1.</summary>
    /// <param name="rtpPort">The client's port for RTP.</param>
    /// <param name="rtcpPort">The client's port for RTCP.</param>
    /// <returns>The server's port for RTP.</returns>
    /// <exception cref="IOException">No pair of ports is free.</exception>
    public int Open(int rtpPort, int rtcpPort)
    {
        var (rtp, rtcp) = BindPair();
        rtp.Connect(client, rtpPort);
        rtcp.Connect(client, rtcpPort);
        _sockets.AddRange([rtp, rtcp]);
        return ((IPEndPoint)rtp.LocalEndPoint!).Port;
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken)
    {
        while (!packets.IsEmpty)
        {
            var channel = packets.Span[1];
            var end = PacketBatch.PrefixSize + BinaryPrimitives.ReadUInt16BigEndian(packets.Span[2..]);
            try
            {
                await _sockets[channel].SendAsync(packets[PacketBatch.PrefixSize..end], cancellationToken);
            }
            catch (SocketException)
            {
                // The port is closed, or a buffer full: UDP loses packets, and the RTSP connection tells when the client goes.
            }
            catch (ObjectDisposedException error)
            {
                throw new IOException("The session has ended.", error);
            }

            packets = packets[end..];
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private (Socket Rtp, Socket Rtcp) BindPair()
    {
        for (var attempt = 0; attempt < PortAttempts; attempt++)
        {
            var rtp = Bind(0);
            var port = ((IPEndPoint)rtp!.LocalEndPoint!).Port;
            if (port % 2 == 0 && port < 65535 && Bind(port + 1) is { } rtcp)
            {
                return (rtp, rtcp);
            }

            rtp.Dispose();
        }

        throw new IOException("No pair of UDP ports is free.");
    }

    private Socket? Bind(int port)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4096 };
        try
        {
            socket.Bind(new IPEndPoint(local, port));
            return socket;
        }
        catch (SocketException) when (port != 0)
        {
            socket.Dispose();
            return null;
        }
    }
}
