using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Faults;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class MediaFaultTests
{
    private const string Camera = "alaw";
    private const string Path = "/alaw/main";

    [Fact]
    public async Task A_frozen_stream_sends_reports_only_and_comes_back_with_a_keyframe()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf(Path));
        var before = await client.NextFrameAsync();

        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.Freeze));
        InterleavedPacket packet;
        do
        {
            packet = await client.NextPacketAsync();
        } while (packet.Channel == 0);

        Assert.True(RtcpSenderReport.TryRead(packet.Bytes, out _));
        simulator.Faults.Clear(Camera, "main");
        var after = await client.NextFrameAsync();
        Assert.NotNull(after.Sps);
        Assert.True(unchecked((int)(after.Timestamp - before.Timestamp)) > 2 * 3600);
    }

    [Fact]
    public async Task A_stream_frozen_whole_sends_nothing()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf(Path));
        await client.NextFrameAsync();

        var arrivals = new List<DateTimeOffset> { (await client.NextPacketAsync()).ArrivedAt };
        // More than the five seconds from report to report.
        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.FreezeAll) { Seconds = 6 });
        do
        {
            arrivals.Add((await client.NextPacketAsync()).ArrivedAt);
        } while (arrivals[^1] - arrivals[0] < TimeSpan.FromSeconds(6));

        Assert.Contains(arrivals.Zip(arrivals.Skip(1)), pair => pair.Second - pair.First > TimeSpan.FromSeconds(5.5));
    }

    [Fact]
    public async Task A_session_that_met_a_counted_freeze_stays_frozen_and_the_next_one_plays()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var frozen = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);
        await frozen.PlayAsync(url);
        await frozen.NextFrameAsync();

        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.Freeze) { Count = 1 });
        while ((await frozen.NextPacketAsync()).Channel == 0) { }

        await using var next = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await next.PlayAsync(url);
        for (var i = 0; i < 30; i++)
        {
            await next.NextFrameAsync();
        }

        Assert.Equal(200, (await frozen.RequestAsync("OPTIONS", url)).Status);
        Assert.Empty(simulator.Faults.List());
    }

    [Fact]
    public async Task A_connection_ends_in_the_middle_of_a_frame()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf(Path));
        await client.NextFrameAsync();

        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.CutMidFrame) { Count = 1 });
        var (bytes, isReset) = await client.ReadToEndAsync();

        Assert.False(isReset);
        var rest = bytes.AsSpan();
        while (rest.Length >= 4 && rest.Length >= 4 + (rest[2] << 8 | rest[3]))
        {
            rest = rest[(4 + (rest[2] << 8 | rest[3]))..];
        }

        Assert.NotEqual(0, rest.Length);
        await using var next = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await next.PlayAsync(simulator.UrlOf(Path));
        await next.NextFrameAsync();
    }

    [Fact]
    public async Task Timestamps_jump_in_a_running_session_and_back()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf(Path));
        var before = await client.NextFrameAsync();

        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.JumpForward) { Value = 60 });
        Assert.Equal(60 * 90000 + 3600, await JumpAsync());
        simulator.Faults.Clear(Camera);
        Assert.Equal(-60 * 90000 + 3600, await JumpAsync());

        async Task<int> JumpAsync()
        {
            while (true)
            {
                var next = await client.NextFrameAsync();
                var step = unchecked((int)(next.Timestamp - before.Timestamp));
                before = next;
                if (step != 3600)
                {
                    return step;
                }
            }
        }
    }
}
