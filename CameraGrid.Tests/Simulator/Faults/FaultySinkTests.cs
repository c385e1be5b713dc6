using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;
using CameraGrid.Simulator.Rtsp;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class FaultySinkTests
{
    private const int Packets = 5000;

    [Fact]
    public async Task Without_a_fault_packets_pass_uncopied()
    {
        var sent = new KeepingSink();
        using var sink = new FaultySink(sent, new ConnectionFaults(StreamFaults.None, () => { }));
        var packet = Packet(1);

        await sink.SendAsync(packet, TestContext.Current.CancellationToken);

        Assert.True(sent.Last.Equals((ReadOnlyMemory<byte>)packet));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task So_many_packets_are_lost(double percent)
    {
        var numbers = Numbers(await SendAsync(new Fault(FaultKind.Loss) { Value = percent }));

        Assert.Equal(numbers.Order(), numbers);
        Assert.InRange(100.0 * (Packets - numbers.Count) / Packets, percent * 0.6, percent * 1.4);
    }

    [Fact]
    public async Task Packets_change_places_and_none_is_lost()
    {
        var numbers = Numbers(await SendAsync(new Fault(FaultKind.Reorder) { Value = 20 }));

        Assert.InRange(numbers.Count, Packets - 1, Packets);
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers.Order());
        var late = numbers.Zip(numbers.Skip(1)).Count(pair => pair.First > pair.Second);
        Assert.InRange(100.0 * late / Packets, 10, 30);
        Assert.All(numbers.Index(), item => Assert.InRange(item.Item - item.Index, -1, 1));
    }

    [Fact]
    public async Task Garbage_spoils_payloads_and_leaves_headers_and_reports()
    {
        var sent = await SendAsync(new Fault(FaultKind.Garbage));

        Assert.Equal(Enumerable.Range(0, Packets), Numbers(sent));
        Assert.DoesNotContain(sent, packet => packet.AsSpan().SequenceEqual(Packet(Number(packet)).AsSpan(4)));
        var report = await SendAsync(new Fault(FaultKind.Garbage), Report());
        Assert.Equal(Report()[4..], report[^1]);
    }

    [Fact]
    public async Task Over_udp_packets_are_lost_and_late_on_the_wire()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        using var rtp = new System.Net.Sockets.UdpClient(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        rtp.Client.ReceiveBufferSize = 1 << 20;
        var port = ((System.Net.IPEndPoint)rtp.Client.LocalEndPoint!).Port;
        var url = simulator.UrlOf("/bench1/main");
        simulator.Faults.Set("bench1", "main", new Fault(FaultKind.Loss) { Value = 20 });
        simulator.Faults.Set("bench1", "main", new Fault(FaultKind.Reorder) { Value = 20 });
        // Reports go to a port of no concern.
        var setUp = await client.RequestAsync(
            "SETUP",
            $"{url}/track1",
            $"Transport: RTP/AVP;unicast;client_port={port}-{port}"
        );
        await client.RequestAsync("PLAY", url, $"Session: {setUp.Headers["Session"].Split(';')[0]}");

        var numbers = new List<ushort>();
        while (numbers.Count < 1000)
        {
            var datagram = (await rtp.ReceiveAsync(TestContext.Current.CancellationToken)).Buffer;
            if (RtpHeader.TryRead(datagram, out var header, out _) && header.PayloadType == 96)
            {
                numbers.Add(header.SequenceNumber);
            }
        }

        var steps = numbers.Zip(numbers.Skip(1), (a, b) => (short)(b - a)).ToArray();
        Assert.Contains(steps, step => step < 0);
        Assert.InRange(steps.Sum(step => step), 1100, 1500);
    }

    private static async Task<IReadOnlyList<byte[]>> SendAsync(Fault fault, byte[]? extra = null)
    {
        var stream = new StreamFaults();
        stream.Replace([new ActiveFault("cam1", null, fault, [stream], TimeProvider.System)]);
        var sent = new KeepingSink();
        using var sink = new FaultySink(sent, new ConnectionFaults(stream, () => { }));
        for (var number = 0; number < Packets; number += 4)
        {
            byte[] batch = [.. Packet(number), .. Packet(number + 1), .. Packet(number + 2), .. Packet(number + 3)];
            await sink.SendAsync(batch, TestContext.Current.CancellationToken);
        }

        await sink.SendAsync(extra ?? [], TestContext.Current.CancellationToken);
        return sent.Packets;
    }

    private static List<int> Numbers(IReadOnlyList<byte[]> packets) => [.. packets.Select(Number)];

    private static int Number(byte[] packet)
    {
        Assert.True(RtpHeader.TryRead(packet, out var header, out _));
        return header.SequenceNumber;
    }

    private static byte[] Packet(int number)
    {
        var packet = new byte[PacketBatch.PrefixSize + RtpHeader.Size + 20];
        packet[0] = (byte)'$';
        packet[3] = RtpHeader.Size + 20;
        new RtpHeader(true, 96, (ushort)number, 1, 2).Write(packet.AsSpan(PacketBatch.PrefixSize));
        return packet;
    }

    private static byte[] Report()
    {
        var packet = new byte[PacketBatch.PrefixSize + RtcpSenderReport.Size];
        packet[0] = (byte)'$';
        packet[1] = 1;
        packet[3] = RtcpSenderReport.Size;
        new RtcpSenderReport(1, 2, 3, 4, 5).Write(packet.AsSpan(PacketBatch.PrefixSize));
        return packet;
    }

    /// <summary>Keeps what is sent, packet by packet.</summary>
    private sealed class KeepingSink : IPacketSink
    {
        public List<byte[]> Packets { get; } = [];

        public ReadOnlyMemory<byte> Last { get; private set; }

        public ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken)
        {
            Last = packets;
            while (!packets.IsEmpty)
            {
                var end = PacketBatch.PrefixSize + (packets.Span[2] << 8 | packets.Span[3]);
                Packets.Add(packets[PacketBatch.PrefixSize..end].ToArray());
                packets = packets[end..];
            }

            return ValueTask.CompletedTask;
        }

        public void Dispose() { }
    }
}
