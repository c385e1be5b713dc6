using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using CameraGrid.Media.Rtp;
using CameraGrid.Media.Sdp;
using CameraGrid.Media.Srtp;
using CameraGrid.Media.Stun;
using CameraGrid.Tests.Media.Srtp;
using CameraGrid.Transcoder.Whep;
using Org.BouncyCastle.Tls;

namespace CameraGrid.Tests.Transcoder.Whep;

/// <summary>A viewer without a browser: offers, proves itself by ICE and DTLS, and takes packets. It can lose some.</summary>
internal sealed class WhepPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly DtlsIdentity _identity = new(TimeProvider.System);
    private readonly byte[] _buffer = new byte[WhepSocket.LargestDatagram];
    private SessionDescription? _answer;
    private SrtpPeer? _packets;
    private SrtpPeer? _retransmissions;
    private SrtcpSender? _reports;

    public WhepPeer() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Where the session is ended.</summary>
    public Uri Location { get; private set; } = null!;

    public DtlsTransport? Dtls { get; private set; }

    /// <summary>The stream of the pictures.</summary>
    public uint Ssrc => uint.Parse(Video.Attributes.First(line => line.Name == "ssrc").Value!.Split(' ')[0]);

    private SdpMedia Video => _answer!.Media.Single(media => media.Kind == "video");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An offer with this peer's certificate.</summary>
    /// <param name="rtx">With a stream for retransmissions.</param>
    /// <param name="fingerprint">Another certificate's, or its own.</param>
    public string Offer(bool rtx = true, CertificateFingerprint? fingerprint = null) =>
        string.Join(
            "\r\n",
            "v=0",
            "o=- 1 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            $"m=video 9 UDP/TLS/RTP/SAVPF 102{(rtx ? " 103" : "")}",
            "a=ice-ufrag:peer",
            "a=ice-pwd:0123456789012345678901",
            $"a=fingerprint:{fingerprint ?? _identity.Fingerprint}",
            "a=setup:actpass",
            "a=mid:0",
            "a=recvonly",
            "a=rtcp-mux",
            "a=rtpmap:102 H264/90000",
            "a=rtcp-fb:102 nack",
            "a=rtcp-fb:102 nack pli",
            "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
            rtx ? "a=rtpmap:103 rtx/90000\r\na=fmtp:103 apt=102\r\n" : ""
        );

    public static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string offer)
    {
        var content = new StringContent(offer, Encoding.UTF8);
        content.Headers.ContentType = new("application/sdp");
        return client.PostAsync(path, content, Token);
    }

    /// <summary>Begins a session, and points the socket at the answer's address.</summary>
    public async Task BeginAsync(HttpClient client, string path, string offer)
    {
        using var response = await PostAsync(client, path, offer);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Location = response.Headers.Location!;
        _answer = SessionDescription.Parse(await response.Content.ReadAsStringAsync(Token));
        await _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Video.Port), Token);
    }

    /// <summary>Sends anything.</summary>
    public void Send(ReadOnlySpan<byte> datagram) => _socket.Send(datagram);

    /// <summary>A check of ICE.</summary>
    /// <param name="transaction">Comes back in the answer.</param>
    /// <param name="password">Another than the answer's, or that one.</param>
    public byte[] Check(byte transaction, string? password = null)
    {
        var username = Encoding.ASCII.GetBytes($"{Video.Attribute("ice-ufrag")}:peer");
        var padded = (username.Length + 3) & ~3;
        var message = new byte[20 + 4 + padded + 4 + 24 + 8];
        BinaryPrimitives.WriteUInt16BigEndian(message, 1);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4), 0x2112A442);
        message[19] = transaction;
        var at = Attribute(message, 20, 0x0006, username);
        at = Attribute(message, at, 0x0025, []);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)(at + 24 - 20));
        var key = Encoding.ASCII.GetBytes(password ?? Video.Attribute("ice-pwd")!);
        at = Attribute(message, at, 0x0008, HMACSHA1.HashData(key, message.AsSpan(0, at)));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)(at + 8 - 20));
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(crc, StunFingerprint.Compute(message.AsSpan(0, at)));
        Attribute(message, at, 0x8028, crc);
        return message;
    }

    /// <summary>The next datagram.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        return _buffer[..await _socket.ReceiveAsync(_buffer, SocketFlags.None, limit.Token)];
    }

    /// <summary>Proves itself: ICE first, then DTLS.</summary>
    public async Task SecureAsync()
    {
        Send(Check(1));
        Assert.Equal(1, (await ReceiveAsync())[1]);
        var client = new DtlsSrtpClient(_identity);
        Dtls = await Task.Run(() => new DtlsClientProtocol().Connect(client, new PeerDatagrams(_socket)), Token);
        var (own, server) = client.Keys!.Value;
        _packets = new SrtpPeer(server);
        _retransmissions = new SrtpPeer(server);
        _reports = new SrtcpSender(own, WhepSocket.LargestDatagram);
    }

    /// <summary>The next RTP packet, decrypted.</summary>
    public async Task<byte[]> PacketAsync()
    {
        while (true)
        {
            var datagram = await ReceiveAsync();
            // RTCP has types from 192 on (RFC 5761, 4).
            if (datagram[0] < 128 || datagram[1] is >= 192 and <= 223)
            {
                continue;
            }

            var ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram.AsSpan(8));
            var packet = (ssrc == Ssrc ? _packets! : _retransmissions!).Unprotect(datagram);
            Assert.NotNull(packet);
            return packet;
        }
    }

    /// <summary>
    /// The last RTP packet of those that have come by now. A peer that was not read for half a second has a full socket, which
    /// would drop what it asks for next.
    /// </summary>
    public async Task<byte[]> LatestPacketAsync()
    {
        byte[] packet;
        do
        {
            packet = await PacketAsync();
        } while (_socket.Available > 0);

        return packet;
    }

    /// <summary>Tells of a lost packet.</summary>
    public void Nack(ushort sequenceNumber)
    {
        var feedback = new byte[WhepSocket.LargestDatagram];
        Convert.FromHexString("81CD000300000001").CopyTo(feedback, 0);
        BinaryPrimitives.WriteUInt32BigEndian(feedback.AsSpan(8), Ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(feedback.AsSpan(12), sequenceNumber);
        Send(feedback.AsSpan(0, _reports!.Protect(feedback, 16)));
    }

    /// <summary>Tells that the picture is lost.</summary>
    public void PictureLost()
    {
        var feedback = new byte[WhepSocket.LargestDatagram];
        Convert.FromHexString("81CE000200000001").CopyTo(feedback, 0);
        BinaryPrimitives.WriteUInt32BigEndian(feedback.AsSpan(8), Ssrc);
        Send(feedback.AsSpan(0, _reports!.Protect(feedback, 12)));
    }

    /// <summary>
    /// Reads until the other side has said good-bye. To be called before the cause of it: a full socket would drop it.
    /// </summary>
    public Task GoodbyeAsync() =>
        // On a thread of its own, which begins at once and holds nobody else up while it waits.
        Task
            .Factory.StartNew(
                () =>
                {
                    var ignored = new byte[WhepSocket.LargestDatagram];
                    try
                    {
                        while (
                            Dtls!.Receive(ignored, 0, ignored.Length, waitMillis: 1000) is var length && length >= -1
                        )
                        {
                            Token.ThrowIfCancellationRequested();
                        }
                    }
                    catch (IOException)
                    {
                        // Closed by close_notify.
                    }
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .WaitAsync(Patience, Token);

    public void Dispose()
    {
        _reports?.Dispose();
        _socket.Dispose();
    }

    private static int Attribute(byte[] message, int at, ushort type, ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at), type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(at + 2), (ushort)value.Length);
        value.CopyTo(message.AsSpan(at + 4));
        return at + 4 + ((value.Length + 3) & ~3);
    }
}
