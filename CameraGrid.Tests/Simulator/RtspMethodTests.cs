using CameraGrid.Media.Rtp;
using CameraGrid.Media.Sdp;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator;

public sealed class RtspMethodTests
{
    private const string Interleaved = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1";

    [Fact]
    public async Task Options_names_the_methods()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);

        var answer = await client.RequestAsync("OPTIONS", "*");

        Assert.Equal(200, answer.Status);
        Assert.Equal("1", answer.Headers["CSeq"]);
        Assert.All(
            ["DESCRIBE", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER"],
            method => Assert.Contains(method, answer.Headers["Public"], StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("/aac/main", "H264/90000", "MPEG4-GENERIC/16000/1")]
    [InlineData("/alaw/main", "H264/90000", "PCMA/8000")]
    [InlineData("/h265/main", "H265/90000")]
    [InlineData("/mjpeg/main", "JPEG/90000")]
    public async Task Describe_tells_the_formats(string path, params string[] formats)
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(path);

        var answer = await client.RequestAsync("DESCRIBE", url, "Accept: application/sdp");

        var description = SessionDescription.Parse(answer.Body);
        Assert.Equal(formats, description.Media.Select(media => media.Attribute("rtpmap")!.Split(' ')[1]));
        Assert.Equal($"{url}/", answer.Headers["Content-Base"]);
        Assert.Equal("application/sdp", answer.Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("DESCRIBE", "/nowhere/main", 404)]
    [InlineData("DESCRIBE", "/cam1", 404)]
    [InlineData("DESCRIBE", "/mjpeg/sub", 404)]
    [InlineData("SETUP", "/alaw/main/track3", 404)]
    [InlineData("SETUP", "/alaw/main", 404)]
    [InlineData("PLAY", "/alaw/main", 454)]
    [InlineData("TEARDOWN", "/alaw/main", 454)]
    [InlineData("RECORD", "/alaw/main", 501)]
    [InlineData("GET_PARAMETER", "/alaw/main", 200)]
    public async Task Requests_out_of_place_are_told_why(string method, string path, int status)
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);

        var answer = await client.RequestAsync(method, simulator.UrlOf(path), Interleaved);

        Assert.Equal(status, answer.Status);
        Assert.Equal(200, (await client.RequestAsync("OPTIONS", "*")).Status);
    }

    [Theory]
    [InlineData("RTP/AVP;multicast", 461)]
    [InlineData("RTP/SAVP;unicast;client_port=5000-5001", 461)]
    [InlineData("RTP/AVP/TCP;unicast;interleaved=256-257", 461)]
    [InlineData("RTP/AVP;unicast;client_port=0-1", 461)]
    [InlineData("RTP/SAVP;unicast;client_port=5000-5001,RTP/AVP/TCP;unicast;interleaved=4-5", 200)]
    public async Task Only_transports_the_server_has_are_set_up(string transport, int status)
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);

        var answer = await client.RequestAsync(
            "SETUP",
            simulator.UrlOf("/alaw/main") + "/track1",
            $"Transport: {transport}"
        );

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("OPTIONS * RTSP/1.0\r\nno colon\r\n\r\n", 400)]
    [InlineData("OPTIONS * RTSP/1.0\r\n\r\n", 400)]
    [InlineData("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 99999999\r\n\r\n", 400)]
    [InlineData("OPTIONS * RTSP/2.0\r\nCSeq: 1\r\n\r\n", 505)]
    public async Task Malformed_requests_end_the_connection(string request, int status)
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);

        await client.SendAsync(request);

        Assert.Equal(status, (await client.ReadAnswerAsync()).Status);
        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Pause_halts_the_packets_and_play_goes_on_in_sequence_from_a_keyframe()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf("/alaw/main");
        var session = $"Session: {await client.PlayAsync(url)}";
        await client.NextPacketAsync();

        Assert.Equal(200, (await client.RequestAsync("PAUSE", url, session)).Status);
        var play = await client.RequestAsync("PLAY", url, session);

        var sequence = ushort.Parse(
            play.Headers["RTP-Info"].Split("seq=")[1].Split(';')[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
        InterleavedPacket packet;
        RtpHeader header;
        do
        {
            packet = await client.NextPacketAsync();
            RtpHeader.TryRead(packet.Bytes, out header, out _);
        } while (packet.Channel != 0 || header.SequenceNumber != sequence);

        RtpHeader.TryRead(packet.Bytes, out _, out var payload);
        // STAP-A that begins with the SPS.
        Assert.Equal(24, payload[0] & 0x1F);
        Assert.Equal(7, payload[3] & 0x1F);
        Assert.Equal(200, (await client.RequestAsync("TEARDOWN", url, session)).Status);
        Assert.Equal(454, (await client.RequestAsync("PLAY", url, session)).Status);
    }

    [Fact]
    public async Task The_list_of_cameras_names_their_addresses()
    {
        await using var simulator = await TestSimulator.StartAsync("Cameras=2");
        using var http = new HttpClient { BaseAddress = simulator.Address };

        var list = await http.GetStringAsync("/cameras", TestContext.Current.CancellationToken);

        var port = simulator.Rtsp.Port;
        Assert.Equal(
            $$"""[{"id":"cam1","name":"Gate","mainUrl":"rtsp://127.0.0.1:{{port}}/cam1/main","subUrl":"rtsp://127.0.0.1:{{port}}/cam1/sub"},{"id":"cam2","name":"Yard","mainUrl":"rtsp://127.0.0.1:{{port}}/cam2/main","subUrl":"rtsp://127.0.0.1:{{port}}/cam2/sub"}]""",
            list
        );
    }
}
