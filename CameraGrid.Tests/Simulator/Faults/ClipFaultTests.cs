using CameraGrid.Media.H264;
using CameraGrid.Media.Sdp;
using CameraGrid.Simulator.Faults;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class ClipFaultTests
{
    private const string Camera = "alaw";
    private const string Path = "/alaw/main";

    [Fact]
    public async Task The_resolution_changes_in_the_session_and_back_with_continuous_timestamps()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf(Path));
        var frames = new List<ReceivedRtpFrame>();

        await ReadUntilAsync(640);
        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.Resolution));
        await ReadUntilAsync(320);
        simulator.Faults.Clear(Camera);
        await ReadUntilAsync(640);

        Assert.All(
            frames.Zip(frames.Skip(1)),
            pair =>
            {
                Assert.Equal(3600u, unchecked(pair.Second.Timestamp - pair.First.Timestamp));
                Assert.Equal(1, (ushort)(pair.Second.SequenceNumbers[0] - pair.First.SequenceNumbers[^1]));
            }
        );

        async Task ReadUntilAsync(int width)
        {
            do
            {
                frames.Add(await client.NextFrameAsync());
            } while (frames[^1].Sps is not { } sps || H264Sps.Parse(sps).Width != width);
        }
    }

    [Fact]
    public async Task The_codec_changes_in_the_session_and_new_sessions_are_told_so()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);
        await client.PlayAsync(url);

        simulator.Faults.Set(Camera, null, new Fault(FaultKind.Codec));

        // An aggregation packet that begins with a VPS (RFC 7798, 4.4.2); no NAL unit of H.264 begins so.
        byte[] first;
        do
        {
            first = (await client.NextFrameAsync()).Payloads[0];
        } while ((first[0] >> 1 & 0x3F) != 48 || (first[4] >> 1 & 0x3F) != 32);

        Assert.Contains("H265/90000", await VideoAsync(client, url, "rtpmap"));
        simulator.Faults.Clear(Camera);
        Assert.Contains("H264/90000", await VideoAsync(client, url, "rtpmap"));
    }

    [Fact]
    public async Task A_long_group_of_pictures_has_one_keyframe_in_ten_seconds()
    {
        await using var simulator = await TestSimulator.StartAsync();
        simulator.Faults.Set(Camera, "main", new Fault(FaultKind.LongGop));
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf(Path));

        Assert.NotNull((await client.NextFrameAsync()).Sps);
        for (var i = 0; i < 60; i++)
        {
            Assert.Null((await client.NextFrameAsync()).Sps);
        }

        var track = (await ClipAsync(simulator, new ClipVariant { LongGop = true })).Video;
        Assert.Equal([0], Enumerable.Range(0, track.FrameCount).Where(i => track[i].IsKey));
        Assert.Equal(250, track.FrameCount);
    }

    [Fact]
    public async Task A_doubled_rate_is_twice_the_bits()
    {
        await using var simulator = await TestSimulator.StartAsync();

        var track = (await ClipAsync(simulator, new ClipVariant { DoubleRate = true })).Video;

        var bits = Enumerable.Range(0, track.FrameCount).Sum(i => track[i].Size) * 8.0 / (track.FrameCount / 25);
        Assert.InRange(bits, 760_000, 840_000);
    }

    [Fact]
    public async Task Parameter_sets_can_be_missing_in_band()
    {
        await using var simulator = await TestSimulator.StartAsync();
        simulator.Faults.Set(Camera, null, new Fault(FaultKind.SdpOnlySets));
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);
        Assert.Contains("sprop-parameter-sets", await VideoAsync(client, url, "fmtp"));
        await client.PlayAsync(url);

        for (var i = 0; i < 60; i++)
        {
            Assert.Null((await client.NextFrameAsync()).Sps);
        }

        // What is left decodes with the sets of the SDP.
        var decoded = await RtspClients.DecodeAsync("tcp", url, 10);
        Assert.Empty(decoded.Errors);
    }

    [Fact]
    public async Task Parameter_sets_can_be_missing_in_the_description()
    {
        await using var simulator = await TestSimulator.StartAsync();
        simulator.Faults.Set(Camera, null, new Fault(FaultKind.InBandOnlySets));
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);

        var parameters = await VideoAsync(client, url, "fmtp");

        Assert.Contains("packetization-mode=1", parameters);
        Assert.DoesNotContain("sprop", parameters);
        await client.PlayAsync(url);
        Assert.NotNull((await client.NextFrameAsync()).Sps);
    }

    private static Task<CameraGrid.Simulator.Clips.Clip> ClipAsync(TestSimulator simulator, ClipVariant variant) =>
        variant.ClipAsync(simulator.Cameras.Find(Path)!, simulator.Clips, TestContext.Current.CancellationToken);

    private static async Task<string> VideoAsync(RtspTestClient client, string url, string attribute)
    {
        var answer = await client.RequestAsync("DESCRIBE", url);
        return SessionDescription.Parse(answer.Body).Media[0].Attribute(attribute)!;
    }
}
