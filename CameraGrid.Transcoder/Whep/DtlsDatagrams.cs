using Org.BouncyCastle.Tls;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// What DTLS takes for a socket: the datagrams that the one socket of all sessions sorts out for this one. The library waits
/// for them by blocking, on a thread that is there for it.
/// </summary>
internal sealed class DtlsDatagrams(SendDatagram send) : DatagramTransport
{
    /// <summary>A flight of a handshake has fewer; what comes beyond is dropped, as a socket would.</summary>
    private const int MostWaiting = 32;

    private readonly object _lock = new();
    private readonly Queue<byte[]> _waiting = [];
    private bool _closed;

    /// <summary>Nothing is to be read at the moment.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count == 0;
            }
        }
    }

    public void Add(ReadOnlySpan<byte> datagram)
    {
        lock (_lock)
        {
            if (!_closed && _waiting.Count < MostWaiting)
            {
                _waiting.Enqueue(datagram.ToArray());
                Monitor.Pulse(_lock);
            }
        }
    }

    public int GetReceiveLimit() => WhepSocket.LargestDatagram;

    public int GetSendLimit() => WhepSocket.LargestPacket;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && !_closed)
            {
                Monitor.Wait(_lock, waitMillis == 0 ? Timeout.Infinite : waitMillis);
            }

            if (_closed)
            {
                throw new IOException("The session has ended.");
            }

            // -1: nothing came in time.
            if (!_waiting.TryDequeue(out var datagram))
            {
                return -1;
            }

            datagram.AsSpan(0, Math.Min(datagram.Length, buffer.Length)).CopyTo(buffer);
            return datagram.Length;
        }
    }

    public void Send(byte[] buf, int off, int len) => send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer) => send(buffer);

    /// <summary>Who waits, waits no longer.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }
}
