using System.Buffers;
using CameraGrid.Media.H264;
using CameraGrid.Media.Mp4;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Mp4;

public sealed class HotPathTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(4096)]
    public async Task From_pipe_to_fragment_a_frame_allocates_nothing(int segment)
    {
        byte[] nut = await TestMedia.EncodeAsync(
            "long",
            [.. "-f lavfi -i testsrc2=s=320x240:r=25 -t 48 -c:v libx264 -preset ultrafast -bf 2 -g 25".Split(' ')]
        );
        ReadOnlySequence<byte> bytes = segment == int.MaxValue ? new(nut) : Segments.Of(nut, segment);
        byte[] frame = new byte[1 << 20];
        byte[] fragment = new byte[frame.Length * 2];
        NutReader reader = new();
        // The first frames bring the headers and the methods' compilation.
        Assert.Equal(100, Remux(reader, ref bytes, 100, frame, fragment));

        long before = GC.GetAllocatedBytesForCurrentThread();
        int frames = Remux(reader, ref bytes, 1000, frame, fragment);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1000, frames);
        Assert.InRange(allocated, 0, 1000);
    }

    private static int Remux(
        NutReader reader,
        ref ReadOnlySequence<byte> bytes,
        int count,
        byte[] scratch,
        byte[] fragment
    )
    {
        int headerSize = FragmentWriter.HeaderSize(1, withProducerReferenceTime: true);
        int done = 0;
        while (done < count && reader.TryReadFrame(ref bytes, out NutFrame frame))
        {
            frame.Payload.CopyTo(scratch);
            int length = (int)frame.Payload.Length;
            int size = LengthPrefixed.FromAnnexB(scratch.AsSpan(0, length), fragment.AsSpan(headerSize));
            FragmentSample sample = new(size, 512, (int)(frame.Pts - frame.Dts), frame.IsKey);
            FragmentWriter.WriteHeader(fragment, 1, (uint)done + 1, (ulong)frame.Dts, [sample], ntpTimestamp: 1);
            done++;
        }

        return done;
    }
}
