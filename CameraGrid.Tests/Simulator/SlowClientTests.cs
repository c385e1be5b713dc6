using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;
using CameraGrid.Simulator.Rtsp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Simulator;

public sealed class SlowClientTests
{
    [Fact]
    public async Task A_client_that_stops_reading_goes_on_with_the_next_keyframe()
    {
        var time = new FakeTimeProvider();
        var camera = new SimulatedCamera(
            "cam",
            "Cam",
            Scenes.Clock,
            new CameraClock(time, CameraClock.ReadBoth(time), TimeSpan.Zero)
        );
        var sink = new HeldSink();
        var faults = new ConnectionFaults(StreamFaults.None, () => { });
        await using var session = new RtspSession(
            new SimulatedStream(camera, false),
            Clip(),
            sink,
            faults,
            new ClipSwitch(faults, default, _ => Task.FromResult(Clip())),
            NullLogger.Instance
        );
        session.SetUp(0, 0, 1);
        session.Prepare();
        session.Start();
        var first = await sink.NextAsync();

        time.Advance(TimeSpan.FromSeconds(11));
        sink.Release();
        var second = await sink.NextAsync();

        Assert.Equal(11u * 90000, unchecked(second.Timestamp - first.Timestamp));
        Assert.Equal(1, (ushort)(second.SequenceNumber - first.SequenceNumber));
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_long_counts_as_gone()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, cancellation);
        using var server = await listener.AcceptAsync(cancellation);
        using var writer = new RtspWriter(server, time);

        var write = writer.WriteAsync(new byte[64 << 20], cancellation);
        time.Advance(TimeSpan.FromSeconds(11));

        await Assert.ThrowsAsync<IOException>(async () => await write);
    }

    /// <summary>A keyframe each second, 25 frames a second.</summary>
    private static Clip Clip()
    {
        byte[] nal = [0, 0, 0, 1, 0x65, 1, 2, 3];
        var frames = Enumerable
            .Range(0, 100)
            .Select(i => new ClipFrame(0, nal.Length, i * 3600, i * 3600, i % 25 == 0));
        return new Clip(new ClipTrack(ClipCodec.H264, 90000, 360_000, [], nal, [.. frames]), null);
    }

    /// <summary>Takes a batch and holds it until it is released.</summary>
    private sealed class HeldSink : IPacketSink
    {
        private readonly System.Threading.Channels.Channel<RtpHeader> _sent =
            System.Threading.Channels.Channel.CreateUnbounded<RtpHeader>();
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<RtpHeader> NextAsync() => await _sent.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public void Release() => _released.SetResult();

        public async ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken)
        {
            while (!packets.IsEmpty)
            {
                var end = 4 + BinaryPrimitives.ReadUInt16BigEndian(packets.Span[2..]);
                if (packets.Span[1] == 0 && RtpHeader.TryRead(packets.Span[4..end], out var header, out _))
                {
                    _sent.Writer.TryWrite(header);
                }

                packets = packets[end..];
            }

            await _released.Task.WaitAsync(cancellationToken);
        }

        public void Dispose() { }
    }
}
