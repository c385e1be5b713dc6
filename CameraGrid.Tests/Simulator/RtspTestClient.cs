using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Tests.Simulator;

/// <summary>A client that does as it is told, for what FFmpeg cannot do or does not show.</summary>
internal sealed class RtspTestClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly TcpClient _connection = new();
    private readonly CancellationTokenSource _limit;
    private readonly Queue<InterleavedPacket> _packets = [];
    private int _sequence;

    private RtspTestClient()
    {
        _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _limit.CancelAfter(Limit);
    }

    private NetworkStream Stream => _connection.GetStream();

    public static async Task<RtspTestClient> ConnectAsync(int port)
    {
        var client = new RtspTestClient();
        await client._connection.ConnectAsync("127.0.0.1", port, client._limit.Token);
        return client;
    }

    /// <summary>Sends a request and reads its response; packets that come before it are kept.</summary>
    public async Task<RtspAnswer> RequestAsync(string method, string url, params string[] headers)
    {
        var lines = headers.Select(header => header + "\r\n");
        await SendAsync($"{method} {url} RTSP/1.0\r\nCSeq: {++_sequence}\r\n{string.Concat(lines)}\r\n");
        return await ReadAnswerAsync();
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.UTF8.GetBytes(text), _limit.Token);

    /// <summary>Describes a stream, sets up its first track on channels 0 and 1 and plays it.</summary>
    /// <returns>The session's id.</returns>
    public async Task<string> PlayAsync(string url)
    {
        var setUp = await RequestAsync("SETUP", $"{url}/track1", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1");
        var session = setUp.Headers["Session"].Split(';')[0];
        var play = await RequestAsync("PLAY", url, $"Session: {session}");
        Assert.Equal(200, play.Status);
        return session;
    }

    public async Task<RtspAnswer> ReadAnswerAsync()
    {
        var first = await ReadByteAsync();
        while (first == '$')
        {
            _packets.Enqueue(await ReadPacketAsync());
            first = await ReadByteAsync();
        }

        var head = new StringBuilder().Append((char)first);
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)await ReadByteAsync());
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines
            .Skip(1)
            .ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 2)..]);
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        var body = new byte[length];
        await Stream.ReadExactlyAsync(body, _limit.Token);
        var status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        return new RtspAnswer(status, headers, Encoding.UTF8.GetString(body));
    }

    /// <summary>The next packet between the responses.</summary>
    public async Task<InterleavedPacket> NextPacketAsync()
    {
        if (_packets.TryDequeue(out var kept))
        {
            return kept;
        }

        Assert.Equal('$', (char)await ReadByteAsync());
        return await ReadPacketAsync();
    }

    /// <summary>The next frame of the picture: packets on channel 0 up to a marker.</summary>
    public async Task<ReceivedRtpFrame> NextFrameAsync()
    {
        var packets = new List<(RtpHeader Header, byte[] Payload)>();
        while (packets.Count == 0 || !packets[^1].Header.Marker)
        {
            var packet = await NextPacketAsync();
            if (packet.Channel == 0)
            {
                Assert.True(RtpHeader.TryRead(packet.Bytes, out var header, out var payload));
                packets.Add((header, payload.ToArray()));
            }
        }

        return new ReceivedRtpFrame(
            packets[0].Header.Timestamp,
            [.. packets.Select(packet => packet.Header.SequenceNumber)],
            [.. packets.Select(packet => packet.Payload)]
        );
    }

    /// <summary>Reads to the end of the connection.</summary>
    /// <returns>What came before it, and whether it was a reset, else an orderly end.</returns>
    public async Task<(byte[] Bytes, bool IsReset)> ReadToEndAsync()
    {
        var bytes = new MemoryStream();
        try
        {
            await Stream.CopyToAsync(bytes, _limit.Token);
            return (bytes.ToArray(), false);
        }
        catch (IOException error) when (error.InnerException is SocketException)
        {
            return (bytes.ToArray(), true);
        }
    }

    /// <summary>True when the server has closed the connection.</summary>
    public async Task<bool> IsClosedAsync() => await Stream.ReadAsync(new byte[1], _limit.Token) == 0;

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _limit.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<InterleavedPacket> ReadPacketAsync()
    {
        var prefix = new byte[3];
        await Stream.ReadExactlyAsync(prefix, _limit.Token);
        var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(prefix.AsSpan(1))];
        await Stream.ReadExactlyAsync(bytes, _limit.Token);
        return new InterleavedPacket(prefix[0], bytes, TimeProvider.System.GetUtcNow());
    }

    private async Task<byte> ReadByteAsync()
    {
        var one = new byte[1];
        await Stream.ReadExactlyAsync(one, _limit.Token);
        return one[0];
    }
}

internal sealed record RtspAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A frame as it came.</summary>
internal sealed record ReceivedRtpFrame(
    uint Timestamp,
    IReadOnlyList<ushort> SequenceNumbers,
    IReadOnlyList<byte[]> Payloads
)
{
    /// <summary>The SPS it begins with, in a STAP-A (RFC 6184, 5.7.1), or null.</summary>
    public byte[]? Sps
    {
        get
        {
            var payload = Payloads[0];
            return (payload[0] & 0x1F) == 24 && (payload[3] & 0x1F) == 7
                ? payload[3..(3 + BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(1)))]
                : null;
        }
    }
}

internal sealed record InterleavedPacket(int Channel, byte[] Bytes, DateTimeOffset ArrivedAt);
