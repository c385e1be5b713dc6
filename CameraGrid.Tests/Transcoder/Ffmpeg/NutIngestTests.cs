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
        var bytes = new ReadOnlySequence<byte>(await TestMedia.NutAsync(media));
        using var stream = new LiveStream(
            new StreamKey("yard", StreamName.Main),
            new RingBlockPool(),
            LiveOptions.Default
        );
        var ingest = new NutIngest(
            new LiveWriter(stream, new StreamTimeline(TimeProvider.System), TimeProvider.System),
            StreamPlan.CopyAll
        );

        ingest.Read(ref bytes);

        Assert.Equal(video, ingest.BetterPlan?.Video.ToString());
        Assert.Equal(video is null, ingest.Frames > 0);
    }
}
