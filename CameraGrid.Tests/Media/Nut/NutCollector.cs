using System.Buffers;
using CameraGrid.Media.Nut;

namespace CameraGrid.Tests.Media.Nut;

/// <summary>A frame that outlives its buffer.</summary>
internal sealed record CollectedFrame(int StreamId, long Pts, long Dts, bool IsKey, byte[] Bytes);

internal static class NutCollector
{
    public static (IReadOnlyList<NutStream> Streams, List<CollectedFrame> Frames) Read(byte[] nut)
    {
        NutReader reader = new();
        ReadOnlySequence<byte> buffer = new(nut);
        List<CollectedFrame> frames = [];
        Drain(reader, ref buffer, frames);
        Assert.True(buffer.IsEmpty);
        Assert.NotNull(reader.Streams);
        return (reader.Streams, frames);
    }

    public static void Drain(NutReader reader, ref ReadOnlySequence<byte> buffer, List<CollectedFrame> frames)
    {
        while (reader.TryReadFrame(ref buffer, out NutFrame frame))
        {
            byte[] bytes = frame.Payload.ToArray();
            frames.Add(new CollectedFrame(frame.StreamId, frame.Pts, frame.Dts, frame.IsKey, bytes));
        }
    }
}
