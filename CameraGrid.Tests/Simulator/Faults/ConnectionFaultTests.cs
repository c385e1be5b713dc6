using System.Net.Sockets;
using CameraGrid.Simulator.Faults;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class ConnectionFaultTests
{
    private const string Camera = "alaw";
    private const string Path = "/alaw/main";

    [Fact]
    public async Task Refused_connections_are_reset_as_soon_as_they_name_the_camera_and_running_ones_go_on()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var running = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await running.PlayAsync(simulator.UrlOf(Path));

        simulator.Faults.Set(Camera, null, new Fault(FaultKind.Refuse));

        Assert.True(await IsResetAsync(simulator));
        await running.NextFrameAsync();
        await using var other = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        Assert.Equal(200, (await other.RequestAsync("DESCRIBE", simulator.UrlOf("/aac/main"))).Status);
        simulator.Faults.Clear(Camera);
        Assert.Equal(200, await DescribeAsync(simulator));
    }

    [Fact]
    public async Task A_camera_with_a_port_of_its_own_refuses_connections_as_a_dead_machine_does()
    {
        await using var simulator = await TestSimulator.StartAsync("PortPerCamera=true");
        var port = simulator.Rtsp.UrlOf(Path).Port;
        Assert.NotEqual(port, simulator.Rtsp.Port);
        Assert.NotEqual(port, simulator.Rtsp.UrlOf("/aac/main").Port);

        for (var round = 0; round < 2; round++)
        {
            simulator.Faults.Set(Camera, null, new Fault(FaultKind.Refuse));
            var refusal = await Assert.ThrowsAsync<SocketException>(() => RtspTestClient.ConnectAsync(port));
            Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);

            simulator.Faults.Clear(Camera);
            await using var client = await RtspTestClient.ConnectAsync(port);
            Assert.Equal(200, (await client.RequestAsync("DESCRIBE", simulator.UrlOf(Path))).Status);
        }
    }

    [Fact]
    public async Task A_counted_fault_ends_with_so_many_connections()
    {
        await using var simulator = await TestSimulator.StartAsync();

        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.Refuse) { Count = 2 });

        Assert.True(await IsResetAsync(simulator));
        Assert.Equal(1, Assert.Single(simulator.Faults.List()).CountLeft);
        Assert.True(await IsResetAsync(simulator));
        Assert.Equal(200, await DescribeAsync(simulator));
        Assert.Empty(simulator.Faults.List());
    }

    [Fact]
    public async Task A_reboot_cuts_the_sessions_and_nobody_is_served_until_its_time_is_up()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var running = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await running.PlayAsync(simulator.UrlOf(Path));
        await running.NextFrameAsync();
        var stream = simulator.Faults.Of(simulator.Cameras.Find(Path)!);

        simulator.Faults.Set(Camera, null, new Fault(FaultKind.Reboot) { Seconds = 2 });
        var over = stream.Changed;

        Assert.True((await running.ReadToEndAsync()).IsReset);
        Assert.True(await IsResetAsync(simulator));
        await over.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(200, await DescribeAsync(simulator));
    }

    [Fact]
    public async Task What_a_silent_camera_was_asked_is_never_answered()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);

        simulator.Faults.Set(Camera, null, new Fault(FaultKind.Silent) { Count = 1 });
        await client.SendAsync($"DESCRIBE {simulator.UrlOf(Path)} RTSP/1.0\r\nCSeq: 77\r\n\r\n");
        await Eventually.IsAsync(() => simulator.Faults.List().Count == 0);
        Assert.Equal(200, await DescribeAsync(simulator));
        simulator.Faults.Clear(Camera);

        var answer = await client.RequestAsync("DESCRIBE", simulator.UrlOf(Path));
        Assert.Equal("1", answer.Headers["CSeq"]);
    }

    [Fact]
    public async Task A_camera_that_stops_reading_goes_on_sending_and_answers_when_it_reads_again()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);
        var session = await client.PlayAsync(url);

        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.StopReading));
        await client.SendAsync($"GET_PARAMETER {url} RTSP/1.0\r\nCSeq: 99\r\nSession: {session}\r\n\r\n");
        for (var i = 0; i < 10; i++)
        {
            // Fails on an answer between the packets.
            await client.NextFrameAsync();
        }

        simulator.Faults.Clear(Camera, "main");
        Assert.Equal("99", (await client.ReadAnswerAsync()).Headers["CSeq"]);
    }

    [Fact]
    public async Task A_camera_with_two_sessions_has_none_for_a_third()
    {
        await using var simulator = await TestSimulator.StartAsync();
        simulator.Faults.Set("cam1", null, new Fault(FaultKind.ConnectionLimit));
        await using var first = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await using var second = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await using var third = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var session = await first.PlayAsync(simulator.UrlOf("/cam1/main"));
        await second.PlayAsync(simulator.UrlOf("/cam1/sub"));

        Assert.Equal(453, (await SetUpAsync()).Status);
        await first.RequestAsync("TEARDOWN", simulator.UrlOf("/cam1/main"), $"Session: {session}");
        Assert.Equal(200, (await SetUpAsync()).Status);

        Task<RtspAnswer> SetUpAsync() =>
            third.RequestAsync(
                "SETUP",
                simulator.UrlOf("/cam1/sub") + "/track1",
                "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"
            );
    }

    private static async Task<bool> IsResetAsync(TestSimulator simulator)
    {
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.SendAsync($"OPTIONS {simulator.UrlOf(Path)} RTSP/1.0\r\nCSeq: 1\r\n\r\n");
        var (bytes, isReset) = await client.ReadToEndAsync();
        return isReset && bytes.Length == 0;
    }

    private static async Task<int> DescribeAsync(TestSimulator simulator)
    {
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        return (await client.RequestAsync("DESCRIBE", simulator.UrlOf(Path))).Status;
    }
}
