using System.Net;
using System.Text;
using CameraGrid.Media.Rtp;
using CameraGrid.Media.Sdp;
using CameraGrid.Media.Srtp;
using CameraGrid.Media.Stun;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Telemetry;
using Org.BouncyCastle.Tls;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// One viewer: first ICE, by which it proves that it got the answer; then DTLS, by which it proves that the offer was its own;
/// then frames, beginning with the last keyframe, until it leaves, is heard of no more, or the stream ends. Before both proofs
/// it is sent nothing but answers to them.
/// </summary>
internal sealed class WhepSession
{
    public const string Protocol = "whep";

    /// <summary>Until pictures can be sent.</summary>
    public static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Without a check of ICE for so long the viewer is gone: it sends one every few seconds (consent expires after 30 seconds at the
    /// latest, RFC 7675, 5.1).
    /// </summary>
    public static readonly TimeSpan ConsentLimit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A gateway that let the viewer in goes on telling so, while it may stay; without its word for so long the session ends.
    /// </summary>
    public static readonly TimeSpan RenewalLimit = TimeSpan.FromSeconds(15);

    /// <summary>A browser tries a few pairs of addresses, and may change its network.</summary>
    private const int MostAddresses = 8;

    private readonly Lock _lock = new();
    private readonly WhepSocket _socket;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended;
    private readonly TaskCompletionSource<DtlsSrtpServer> _secured = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly List<SocketAddress> _addresses = [];
    private readonly DtlsDatagrams _datagrams;
    private readonly byte[] _username;
    private readonly byte[] _password;
    private readonly byte[] _response = new byte[StunBindingResponse.LargestSize];
    private SocketAddress? _remote;
    private DtlsTransport? _dtls;
    private SrtcpReceiver? _reports;
    private WhepVideo? _video;
    private WhepFrames? _frames;
    private bool _shaking;
    private int _reading;
    private long _heardAt;
    private long _renewedAt;

    public WhepSession(
        string id,
        LiveStream live,
        VideoAnswer answer,
        WhepSocket socket,
        TimeProvider time,
        CancellationToken ended
    )
    {
        Id = id;
        Live = live;
        Answer = answer;
        _socket = socket;
        _time = time;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(ended);
        _datagrams = new DtlsDatagrams(Send);
        _username = Encoding.ASCII.GetBytes($"{answer.IceUfrag}:{answer.Offer.IceUfrag}");
        _password = Encoding.ASCII.GetBytes(answer.IcePassword);
        _heardAt = time.GetTimestamp();
    }

    public string Id { get; }

    public LiveStream Live { get; }

    public VideoAnswer Answer { get; }

    /// <summary>From where the viewer has proved to send.</summary>
    public IReadOnlyList<SocketAddress> Addresses
    {
        get
        {
            lock (_lock)
            {
                return [.. _addresses];
            }
        }
    }

    /// <summary>Has not been heard of for too long, or those who let it in have not.</summary>
    public bool IsLost =>
        _time.GetElapsedTime(Volatile.Read(ref _heardAt)) > ConsentLimit
        || (Volatile.Read(ref _renewedAt) is not 0 and var at && _time.GetElapsedTime(at) > RenewalLimit);

    public bool HasEnded => _ended.IsCancellationRequested;

    /// <summary>The viewer may stay. Whoever says so once has to go on saying it.</summary>
    public void Renew() => Volatile.Write(ref _renewedAt, _time.GetTimestamp());

    public void End()
    {
        // A session that is over just now has nothing to end.
        try
        {
            _ended.Cancel();
        }
        catch (ObjectDisposedException) { }
    }

    /// <summary>Runs until the end of the session.</summary>
    /// <param name="metrics">Counts it as a viewer once it has proved to be one.</param>
    public async Task RunAsync(TranscoderMetrics metrics)
    {
        try
        {
            var secured = await _secured.Task.WaitAsync(ConnectLimit, _time, _ended.Token);
            var (client, server) = secured.Keys!.Value;
            using var reports = new SrtcpReceiver(client, WhepSocket.LargestDatagram);
            using var video = new WhepVideo(Answer, server, Send, _time);
            var frames = new WhepFrames(Live, video, _time);
            lock (_lock)
            {
                (_reports, _video, _frames) = (reports, video, frames);
            }

            metrics.ViewerCame(Protocol);
            try
            {
                await frames.SendAsync(_ended.Token);
            }
            finally
            {
                metrics.ViewerLeft(Protocol);
                lock (_lock)
                {
                    (_reports, _video, _frames) = (null, null, null);
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or TimeoutException or IOException)
        {
            // The viewer left, was never there, or could not prove who it is.
        }
        finally
        {
            End();
            Close();
            _ended.Dispose();
        }
    }

    /// <summary>
    /// A check of ICE: answered where its sender knows the password, else passed over in silence, so that nobody can make
    /// this side send anything anywhere.
    /// </summary>
    /// <returns>Whether the viewer has proved to send from there.</returns>
    public bool TryCheck(StunMessage check, SocketAddress from)
    {
        if (!check.Username.SequenceEqual(_username) || !check.IsAuthentic(_password))
        {
            return false;
        }

        Volatile.Write(ref _heardAt, _time.GetTimestamp());
        if (Known(from) is not { } known)
        {
            return false;
        }

        // A lite agent leaves the choice of the path to the other side (RFC 8445, 8.2).
        if (_remote is null || check.Nominates)
        {
            Volatile.Write(ref _remote, known);
        }

        var length = StunBindingResponse.Write(_response, check.TransactionId, _socket.EndPointOf(from), _password);
        _socket.TrySend(_response.AsSpan(0, length), known);
        return true;
    }

    /// <summary>A DTLS datagram of the viewer. Whether a handshake is to begin with it.</summary>
    public bool TakeDtls(ReadOnlySpan<byte> datagram)
    {
        _datagrams.Add(datagram);
        if (!_shaking)
        {
            return _shaking = true;
        }

        // Alerts, and handshake messages that are sent again.
        if (Volatile.Read(ref _dtls) is not null && Interlocked.CompareExchange(ref _reading, 1, 0) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static session => session.ReadDtls(), this, preferLocal: false);
        }

        return false;
    }

    /// <summary>Shakes hands. Blocks its thread up to the limit.</summary>
    public void Handshake(DtlsIdentity identity, TimeSpan limit)
    {
        var server = new DtlsSrtpServer(identity, Answer.Offer.Fingerprint, limit);
        try
        {
            var dtls = new DtlsServerProtocol { VerifyRequests = false }.Accept(server, _datagrams);
            lock (_lock)
            {
                _dtls = dtls;
            }

            _secured.TrySetResult(server);
        }
        catch (IOException failure)
        {
            _secured.TrySetException(failure);
        }
    }

    /// <summary>An SRTCP datagram of the viewer; decrypted in place.</summary>
    public void TakeReports(Span<byte> datagram)
    {
        lock (_lock)
        {
            if (_reports?.TryUnprotect(datagram, out var length) != true)
            {
                return;
            }

            var reader = new RtcpReader(datagram[..length]);
            while (reader.TryRead(out var part))
            {
                if (RtcpNack.TryRead(part, out var nack))
                {
                    _video!.Resend(nack);
                }
                else if (part.IsPictureLoss)
                {
                    _frames!.PictureLost();
                }
                else if (RtcpReceptionBlock.TryFind(part, Answer.Ssrc, out var block) && _frames!.IsHopeless(block))
                {
                    End();
                }
            }
        }
    }

    /// <summary>The session's own copy of an address; null where it has too many.</summary>
    private SocketAddress? Known(SocketAddress from)
    {
        lock (_lock)
        {
            var known = _addresses.Find(from.Equals);
            if (known is null && _addresses.Count < MostAddresses)
            {
                _addresses.Add(known = Copy(from));
            }

            return known;
        }
    }

    private void Send(ReadOnlySpan<byte> datagram)
    {
        if (Volatile.Read(ref _remote) is { } remote)
        {
            _socket.TrySend(datagram, remote);
        }
    }

    private void ReadDtls()
    {
        Span<byte> ignored = stackalloc byte[WhepSocket.LargestDatagram];
        do
        {
            lock (_lock)
            {
                try
                {
                    while (!_datagrams.IsEmpty && !HasEnded)
                    {
                        // Nothing is expected but the end, by an alert.
                        _dtls!.Receive(ignored, waitMillis: 1);
                    }
                }
                catch (IOException)
                {
                    End();
                }
            }

            Volatile.Write(ref _reading, 0);
        } while (!_datagrams.IsEmpty && !HasEnded && Interlocked.CompareExchange(ref _reading, 1, 0) == 0);
    }

    // close_notify tells the browser at once; else it would wait for the picture to freeze.
    private void Close()
    {
        _datagrams.Close();
        lock (_lock)
        {
            try
            {
                _dtls?.Close();
            }
            catch (IOException)
            {
                // It has failed before.
            }
        }
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }
}
