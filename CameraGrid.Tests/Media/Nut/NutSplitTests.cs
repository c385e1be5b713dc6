using System.Buffers;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Nut;

public sealed class NutSplitTests
{
    [Theory]
    [InlineData("baseline")]
    [InlineData("b-pyramid")]
    [InlineData("aac")]
    public async Task Bytes_that_arrive_one_by_one_give_the_same_frames(string name) =>
        await AssertSameFrames(name, step: 1);

    [Theory]
    [InlineData("baseline", 3)]
    [InlineData("open-gop", 61)]
    [InlineData("aac", 1000)]
    [InlineData("large-frames", 4096)]
    public async Task Bytes_that_arrive_in_pieces_give_the_same_frames(string name, int step) =>
        await AssertSameFrames(name, step);

    [Theory]
    [InlineData("baseline", 1)]
    [InlineData("b-pyramid", 7)]
    [InlineData("aac", 100)]
    [InlineData("large-frames", 4096)]
    public async Task Bytes_that_lie_in_segments_give_the_same_frames(string name, int segment)
    {
        byte[] nut = await TestMedia.NutAsync(name);
        ReadOnlySequence<byte> buffer = Segments.Of(nut, segment);
        List<CollectedFrame> frames = [];

        NutCollector.Drain(new NutReader(), ref buffer, frames);

        AssertEqual(NutCollector.Read(nut).Frames, frames);
    }

    [Fact]
    public void Frame_that_waits_for_its_bytes_costs_the_same_however_many_there_are()
    {
        // A million calls: were the waiting bytes looked at again with each, this took minutes.
        const int Size = 1 << 20;
        byte[] nut = new NutBuilder()
            .Start()
            .Frame(0, NutFrameFlags.Key | NutFrameFlags.Checksum, new byte[Size])
            .ToArray();
        NutReader reader = new();
        int consumed = 0;
        int frames = 0;

        for (int arrived = 1; arrived <= nut.Length; arrived++)
        {
            ReadOnlySequence<byte> buffer = new(nut, consumed, arrived - consumed);
            frames += reader.TryReadFrame(ref buffer, out NutFrame frame) && frame.Payload.Length == Size ? 1 : 0;
            consumed = arrived - (int)buffer.Length;
        }

        Assert.Equal(1, frames);
        Assert.Equal(nut.Length, consumed);
    }

    private static async Task AssertSameFrames(string name, int step)
    {
        byte[] nut = await TestMedia.NutAsync(name);
        NutReader reader = new();
        List<CollectedFrame> frames = [];
        int consumed = 0;
        for (int arrived = 0; arrived < nut.Length; )
        {
            arrived = Math.Min(arrived + step, nut.Length);
            ReadOnlySequence<byte> buffer = new(nut, consumed, arrived - consumed);
            NutCollector.Drain(reader, ref buffer, frames);
            consumed = arrived - (int)buffer.Length;
        }

        Assert.Equal(nut.Length, consumed);
        AssertEqual(NutCollector.Read(nut).Frames, frames);
    }

    private static void AssertEqual(List<CollectedFrame> expected, List<CollectedFrame> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(
            expected.Zip(actual),
            pair =>
            {
                Assert.Equal(pair.First with { Bytes = [] }, pair.Second with { Bytes = [] }, AreEqual);
                Assert.True(pair.First.Bytes.AsSpan().SequenceEqual(pair.Second.Bytes));
            }
        );
    }

    private static bool AreEqual(CollectedFrame left, CollectedFrame right) =>
        (left.StreamId, left.Pts, left.Dts, left.IsKey) == (right.StreamId, right.Pts, right.Dts, right.IsKey);
}
