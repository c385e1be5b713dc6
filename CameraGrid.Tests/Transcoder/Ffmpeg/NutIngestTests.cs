using System.Buffers;
using CameraGrid.Cameras;
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

    [Fact]
    public async Task From_FFmpegs_bytes_to_the_ring_a_frame_allocates_nothing()
    {
        var nut = await TestMedia.EncodeAsync("a minute", Minute);
        using var stream = new LiveStream(
            new StreamKey("yard", StreamName.Main),
            new RingBlockPool(),
            new LiveOptions(TimeSpan.FromSeconds(10), 32 << 20)
        );
        var writer = new LiveWriter(stream, new StreamTimeline(TimeProvider.System), TimeProvider.System);
        var ingest = new NutIngest(writer, StreamPlan.CopyAll);
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
        var ingest = Read(await TestMedia.NutAsync(media), StreamPlan.CopyAll);

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

        var copied = Read(nut, StreamPlan.CopyAll);
        var converted = Read(nut, StreamPlan.CopyAll with { Audio = Handling.Transcode });

        Assert.Equal(StreamPlan.CopyAll with { Audio = Handling.Transcode }, copied.BetterPlan);
        Assert.Equal(25, converted.Frames);
    }

    private static NutIngest Read(byte[] nut, StreamPlan plan)
    {
        var bytes = new ReadOnlySequence<byte>(nut);
        using var stream = new LiveStream(
            new StreamKey("yard", StreamName.Main),
            new RingBlockPool(),
            LiveOptions.Default
        );
        var ingest = new NutIngest(
            new LiveWriter(stream, new StreamTimeline(TimeProvider.System), TimeProvider.System),
            plan
        );
        ingest.Read(ref bytes);
        return ingest;
    }
}
