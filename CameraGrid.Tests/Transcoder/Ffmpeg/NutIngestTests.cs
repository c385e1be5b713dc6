using System.Buffers;
using CameraGrid.Cameras;
using CameraGrid.Media.H264;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class NutIngestTests
{
    private static readonly string[] Minute =
    [
        .. "-f lavfi -i testsrc2=s=320x240:r=25 -c:v libx264 -preset ultrafast -tune zerolatency -g 25 -t 60".Split(
            ' '
        ),
    ];

    /// <summary>For what FFmpeg's muxer wrote from a file: whole access units, the last of which nothing follows.</summary>
    private static readonly StreamPlan Parsed = StreamPlan.CopyAll with { JoinsPackets = false };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_FFmpegs_bytes_to_the_ring_a_frame_allocates_nothing(bool joinsPackets)
    {
        var nut = await TestMedia.EncodeAsync("a minute", Minute);
        using var stream = new LiveStream(
            new StreamKey("yard", StreamName.Main),
            new RingBlockPool(),
            new LiveOptions(TimeSpan.FromSeconds(10), 32 << 20)
        );
        var writer = new LiveWriter(stream, new StreamTimeline(TimeProvider.System), TimeProvider.System);
        var ingest = new NutIngest(writer, StreamPlan.CopyAll with { JoinsPackets = joinsPackets });
        var half = new ReadOnlySequence<byte>(nut, 0, nut.Length / 2);
        ingest.Read(ref half);
        var taken = (int)(nut.Length / 2 - half.Length);
        var (frames, before) = (ingest.Frames, GC.GetAllocatedBytesForCurrentThread());

        var rest = new ReadOnlySequence<byte>(nut, taken, nut.Length - taken);
        ingest.Read(ref rest);

        Assert.Equal(1500, ingest.Frames);
        Assert.InRange(ingest.Frames - frames, 700, 800);
        // FFmpeg repeats its headers at 1 MiB, 8 MiB and 64 MiB; reading them again is all that may allocate.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Theory]
    [InlineData("4:2:2", "Transcode")]
    [InlineData("10-bit", "Transcode")]
    [InlineData("4:4:4 odd", "Transcode")]
    [InlineData("baseline", null)]
    [InlineData("b-frames", null)]
    [InlineData("aac", null)]
    public async Task What_browsers_cannot_play_asks_for_another_plan(string media, string? video)
    {
        var ingest = Read(await TestMedia.NutAsync(media), Parsed);

        Assert.Equal(video, ingest.BetterPlan?.Video.ToString());
        Assert.Equal(video is null, ingest.Frames > 0);
    }

    /// <summary>As from a camera that sends MPEG-TS over RTP: the AAC frames carry their configuration themselves.</summary>
    [Fact]
    public async Task Sound_without_a_configuration_is_converted_and_never_costs_the_picture()
    {
        var transport = await Tool.FfmpegAsync(
            [
                .. "-f lavfi -i testsrc2=s=320x240:r=25 -f lavfi -i sine=r=44100 -c:v libx264 -g 25".Split(' '),
                .. "-tune zerolatency -c:a aac -t 1 -f mpegts pipe:1".Split(' '),
            ],
            TestContext.Current.CancellationToken
        );
        var nut = await Tool.FfmpegAsync(
            "-f mpegts -i pipe:0 -c copy -f nut pipe:1".Split(' '),
            TestContext.Current.CancellationToken,
            transport
        );

        var copied = Read(nut, Parsed);
        var converted = Read(nut, Parsed with { Audio = Handling.Transcode });

        Assert.Equal(Parsed with { Audio = Handling.Transcode }, copied.BetterPlan);
        Assert.Equal(25, converted.Frames);
    }

    /// <summary>A decoder that goes on with the old set decodes the rest wrongly.</summary>
    [Fact]
    public async Task A_picture_parameter_set_that_changes_alone_begins_a_generation()
    {
        const string Encoder =
            "-f lavfi -i testsrc2=s=320x240:r=25 -t 1 -c:v libx264 -preset ultrafast -g 25 -profile:v main -x264-params ";
        var before = await RawAsync(Encoder + "weightp=2:bframes=0:cabac=1 -f h264 pipe:1");
        var after = await RawAsync(
            Encoder + "weightp=2:bframes=0:cabac=0 -bsf:v filter_units=remove_types=6-7 -f h264 pipe:1"
        );
        var nut = await Tool.FfmpegAsync(
            "-f h264 -framerate 25 -i pipe:0 -c copy -f nut pipe:1".Split(' '),
            TestContext.Current.CancellationToken,
            [.. before, .. after]
        );
        using var stream = new LiveStream(
            new StreamKey("yard", StreamName.Main),
            new RingBlockPool(),
            LiveOptions.Default
        );

        var ingest = Read(nut, Parsed, stream);

        Assert.Equal(50, ingest.Frames);
        Assert.True(AvcConfiguration.TryFromAnnexB(before, out var first));
        Assert.Equal(first.Sps, stream.Generation!.Video.Sps);
        Assert.NotEqual(first.Pps, stream.Generation.Video.Pps);
    }

    [Fact]
    public async Task Where_frames_are_reordered_FFmpeg_finds_them()
    {
        var ingest = Read(await TestMedia.NutAsync("b-frames"), StreamPlan.CopyAll);

        Assert.Equal(Parsed, ingest.BetterPlan);
        Assert.Equal(0, ingest.Frames);
    }

    /// <summary>A packet costs a write and a read, and a large picture has many.</summary>
    [Theory]
    [InlineData(8, false)]
    [InlineData(12, true)]
    public async Task Large_pictures_are_found_by_FFmpeg(int packets, bool isParsed)
    {
        var encoded = await RawAsync("-f lavfi -i testsrc2=s=320x240:r=25 -frames:v 1 -c:v libx264 -f h264 pipe:1");
        Assert.True(AvcConfiguration.TryFromAnnexB(encoded, out var sets));
        const int Full = 1400;
        var camera = new SentPackets(Full);
        var key = SentPackets.Slice(30 * Full, type: H264NalType.IdrSlice);
        var pictures = Enumerable.Range(0, 30).Select(_ => camera.Picture(SentPackets.Slice(packets * Full - 100)));
        var nut = new NutBuilder().Start();
        foreach (var packet in camera.Picture(sets.Sps[0], sets.Pps[0], key).Concat(pictures.SelectMany(sent => sent)))
        {
            nut.SyncpointAt((ulong)packet.Pts).Frame((ulong)packet.Pts, NutFrameFlags.None, packet.Payload);
        }

        var ingest = Read(nut.ToArray(), StreamPlan.CopyAll);

        Assert.Equal(isParsed ? Parsed : null, ingest.BetterPlan);
        Assert.Equal(isParsed ? 9 : 30, ingest.Frames);
    }

    /// <summary>As a camera does that goes over to H.265 in the middle of its session.</summary>
    [Fact]
    public async Task Frames_of_another_codec_under_the_name_of_H264_are_no_frames()
    {
        var h264 = await RawAsync("-f lavfi -i testsrc2=s=320x240:r=25 -t 1 -c:v libx264 -g 25 -f h264 pipe:1");
        var h265 = await RawAsync(
            "-f lavfi -i testsrc2=s=320x240:r=25 -t 1 -c:v libx265 -x265-params log-level=none -f hevc pipe:1"
        );
        var known = AvcConfiguration.TryFromAnnexB(h264, out var configuration) ? configuration : null;

        Assert.True(AccessUnit.Inspect(h264, known).HasPicture);
        Assert.False(AccessUnit.Inspect(h265, known).HasPicture);
    }

    private static Task<byte[]> RawAsync(string arguments) =>
        Tool.FfmpegAsync(arguments.Split(' '), TestContext.Current.CancellationToken);

    private static NutIngest Read(byte[] nut, StreamPlan plan)
    {
        using var stream = new LiveStream(
            new StreamKey("yard", StreamName.Main),
            new RingBlockPool(),
            LiveOptions.Default
        );
        return Read(nut, plan, stream);
    }

    private static NutIngest Read(byte[] nut, StreamPlan plan, LiveStream stream)
    {
        var bytes = new ReadOnlySequence<byte>(nut);
        var ingest = new NutIngest(
            new LiveWriter(stream, new StreamTimeline(TimeProvider.System), TimeProvider.System),
            plan
        );
        ingest.Read(ref bytes);
        return ingest;
    }
}
