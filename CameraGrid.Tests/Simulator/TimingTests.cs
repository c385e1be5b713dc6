using CameraGrid.Media;
using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Tests.Support;
using CliWrap;

namespace CameraGrid.Tests.Simulator;

public sealed class TimingTests
{
    [Fact]
    public async Task Timestamps_go_on_over_the_end_of_the_loop()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf("/cam1/sub"));

        var frames = await FramesAsync(client, 2 * simulator.Cameras.List[0].FrameCount + 10);

        Assert.All(
            frames.Zip(frames.Skip(1)),
            pair => Assert.Equal(3600u, unchecked(pair.Second.Timestamp - pair.First.Timestamp))
        );
        Assert.All(
            frames.SelectMany(frame => frame.SequenceNumbers).ToArray() is var numbers
                ? numbers.Zip(numbers.Skip(1))
                : [],
            pair => Assert.Equal(1, (ushort)(pair.Second - pair.First))
        );
    }

    [Fact]
    public async Task Frames_with_b_frames_leave_in_decoding_order_and_not_before_they_were_seen()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        await client.PlayAsync(simulator.UrlOf("/bframes/main"));

        var frames = await FramesAsync(client, 60);

        var first = frames[0].Timestamp;
        var order = frames.Select(frame => (int)unchecked(frame.Timestamp - first) / 3600).ToArray();
        Assert.Equal([0, 3, 1, 2], order[..4]);
        Assert.Equal(Enumerable.Range(0, 57), order.Order().Take(57));
    }

    [Fact]
    public async Task Sender_reports_tie_each_frame_to_the_time_at_which_it_was_due()
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var camera = simulator.Cameras.Clock;
        await client.PlayAsync(simulator.UrlOf(camera.SubPath!));

        var first = await client.NextPacketAsync();
        Assert.Equal(1, first.Channel);
        Assert.True(RtcpSenderReport.TryRead(first.Bytes, out var report));
        var reported = NtpTime.ToDateTimeOffset(report.NtpTimestamp);
        Assert.InRange(first.ArrivedAt - reported, TimeSpan.FromMilliseconds(-1), TimeSpan.FromMilliseconds(500));

        foreach (var frame in await FramesAsync(client, 30))
        {
            var age = unchecked((int)(frame.Timestamp - report.RtpTimestamp)) / 90000.0;
            var due = reported + TimeSpan.FromSeconds(age);
            var number = (int)Math.Round((due - camera.Epoch) / camera.FrameInterval);

            // The RTP clock counts in 11 µs.
            Assert.Equal(camera.Epoch + number * camera.FrameInterval, due, TimeSpan.FromMilliseconds(0.1));
            Assert.Equal(camera.SentAt(number % camera.FrameCount), due, TimeSpan.FromMilliseconds(0.1));
            Assert.InRange(frame.ArrivedAt - due, TimeSpan.FromMilliseconds(-1), TimeSpan.FromMilliseconds(500));
        }
    }

    [Theory]
    [InlineData("main", 1280, 720)]
    [InlineData("sub", 640, 360)]
    public async Task Decoded_pictures_of_the_clock_show_the_numbers_of_the_frames_just_sent(
        string stream,
        int width,
        int height
    )
    {
        await using var simulator = await TestSimulator.StartAsync();
        var camera = simulator.Cameras.Clock;
        var frames = new List<(int? Number, DateTimeOffset ArrivedAt)>();
        var pixels = PipeTarget.Create(
            async (output, cancellation) =>
            {
                var picture = new byte[width * height];
                while (await output.ReadAtLeastAsync(picture, picture.Length, false, cancellation) == picture.Length)
                {
                    var number = ClockPattern.Read((x, y) => picture[y * width + x], width, height);
                    frames.Add((number, TimeProvider.System.GetUtcNow()));
                }
            }
        );

        string[] input = ["-fflags", "nobuffer", "-flags", "low_delay", "-rtsp_transport", "tcp", "-probesize", "32"];
        string[] output =
        [
            "-frames:v",
            "60",
            "-fps_mode",
            "passthrough",
            "-pix_fmt",
            "gray",
            "-f",
            "rawvideo",
            "pipe:1",
        ];
        await Cli.Wrap("ffmpeg")
            .WithArguments(["-loglevel", "error", .. input, "-i", simulator.UrlOf($"/clock/{stream}"), .. output])
            .WithStandardOutputPipe(pixels)
            .ExecuteAsync(TestContext.Current.CancellationToken);

        Assert.Equal(60, frames.Count);
        Assert.All(
            frames.Zip(frames.Skip(1)),
            pair => Assert.Equal((pair.First.Number + 1) % camera.FrameCount, pair.Second.Number)
        );
        // The least of all: a busy machine delays some pictures, no machine shows one before it was sent.
        var delay = frames.Min(frame => frame.ArrivedAt - camera.SentAt(frame.Number!.Value));
        Assert.InRange(delay, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
    }

    private static async Task<List<ReceivedFrame>> FramesAsync(RtspTestClient client, int count)
    {
        var frames = new List<ReceivedFrame>();
        var numbers = new List<ushort>();
        while (frames.Count < count)
        {
            var packet = await client.NextPacketAsync();
            if (packet.Channel == 0 && RtpHeader.TryRead(packet.Bytes, out var header, out _))
            {
                numbers.Add(header.SequenceNumber);
                if (header.Marker)
                {
                    frames.Add(new ReceivedFrame(header.Timestamp, packet.ArrivedAt, [.. numbers]));
                    numbers.Clear();
                }
            }
        }

        return frames;
    }

    private sealed record ReceivedFrame(
        uint Timestamp,
        DateTimeOffset ArrivedAt,
        IReadOnlyList<ushort> SequenceNumbers
    );
}
