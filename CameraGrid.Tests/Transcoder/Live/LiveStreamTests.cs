using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder.Live;

public sealed class LiveStreamTests : IDisposable
{
    private static readonly CursorOptions Viewer = new(CursorStart.LastKey, TimeSpan.FromSeconds(1.5));
    private readonly LiveStream _stream = TestFrames.Stream();
    private readonly Generation _generation = TestFrames.Generation();

    public void Dispose() => _stream.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void A_viewer_starts_with_the_last_keyframe()
    {
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 60));
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);

        Assert.Equal(Enumerable.Range(50, 10).Select(i => (long)i), TestFrames.Drain(cursor));
    }

    [Fact]
    public void A_viewer_before_the_first_frame_gets_everything()
    {
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 3));

        Assert.Equal([0, 1, 2], TestFrames.Drain(cursor));
    }

    [Fact]
    public void A_slow_viewer_goes_on_at_the_newest_keyframe()
    {
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 10));
        TestFrames.Drain(cursor);

        TestFrames.Append(_stream, _generation, Enumerable.Range(10, 95));

        Assert.Equal([100, 101, 102, 103, 104], TestFrames.Drain(cursor));
    }

    [Fact]
    public void A_viewer_a_little_behind_skips_nothing()
    {
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 30));

        Assert.Equal(30, TestFrames.Drain(cursor).Count);
    }

    [Fact]
    public void A_reader_that_must_not_skip_reads_on_until_its_frames_are_gone()
    {
        using var cursor = _stream.OpenCursor(new CursorOptions(CursorStart.OldestKey, null), Cancelled);
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 1000));

        // 10 s are 250 frames; the oldest keyframe among the last 251 is number 750.
        Assert.Equal(750, TestFrames.Drain(cursor)[0]);
    }

    [Fact]
    public void The_ring_keeps_its_seconds_and_no_more()
    {
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 1000));

        Assert.Equal(251 * 1000, _stream.Bytes);
    }

    [Fact]
    public void The_ring_keeps_the_last_group_of_pictures_beyond_its_seconds()
    {
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 400), keyEvery: 1000);
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);

        Assert.Equal(400, TestFrames.Drain(cursor).Count);
    }

    [Fact]
    public void The_ring_never_holds_more_than_its_bytes()
    {
        using var small = TestFrames.Stream(mostBytes: 50_000);
        TestFrames.Append(small, _generation, Enumerable.Range(0, 400), keyEvery: 1000);

        Assert.InRange(small.Bytes, 1, 50_000);
    }

    [Fact]
    public async Task A_reader_whose_keyframe_the_ring_has_lost_waits_for_the_next_one()
    {
        using var small = TestFrames.Stream(mostBytes: 50_000);
        using var behind = small.OpenCursor(Viewer, Cancelled);
        TestFrames.Append(small, _generation, Enumerable.Range(0, 400), keyEvery: 1000);
        using var late = small.OpenCursor(Viewer, Cancelled);
        Assert.Empty(TestFrames.Drain(behind));
        var waiting = late.WaitAsync();
        Assert.False(waiting.IsCompleted);

        TestFrames.Append(small, _generation, Enumerable.Range(400, 10), keyEvery: 1000);
        Assert.True(await waiting);
        Assert.Empty(TestFrames.Drain(behind));
        Assert.Empty(TestFrames.Drain(late));

        TestFrames.Append(small, _generation, [410, 411], keyEvery: 410);
        Assert.Equal([410, 411], TestFrames.Drain(behind));
        Assert.Equal([410, 411], TestFrames.Drain(late));
    }

    [Fact]
    public void Leased_bytes_stay_as_they_are_whatever_the_ring_drops()
    {
        TestFrames.Append(_stream, _generation, 7, keyEvery: 7);
        Assert.True(_stream.TryLeaseLastKey(out var lease));
        using (lease)
        {
            TestFrames.Append(_stream, _generation, Enumerable.Range(8, 20_000));

            Assert.True(lease.Fragment.Span.IndexOfAnyExcept((byte)7) < 0);
            Assert.Equal(900, lease.Payload.Length);
        }
    }

    [Fact]
    public void A_fragment_larger_than_a_block_is_kept_whole()
    {
        TestFrames.Append(_stream, _generation, 0, size: RingBlockPool.BlockSize * 3);
        Assert.True(_stream.TryLeaseLastKey(out var lease));
        using (lease)
        {
            Assert.Equal(RingBlockPool.BlockSize * 3, lease.Fragment.Length);
        }
    }

    [Fact]
    public async Task A_waiting_reader_wakes_with_the_next_frame()
    {
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);
        var waiting = cursor.WaitAsync();
        Assert.False(waiting.IsCompleted);

        TestFrames.Append(_stream, _generation, 0);

        Assert.True(await waiting);
        Assert.Equal([0], TestFrames.Drain(cursor));
    }

    [Fact]
    public async Task A_cancelled_reader_ends()
    {
        using var cancellation = new CancellationTokenSource();
        using var cursor = _stream.OpenCursor(Viewer, cancellation.Token);
        var waiting = cursor.WaitAsync();

        await cancellation.CancelAsync();

        Assert.False(await waiting);
        Assert.False(await cursor.WaitAsync());
    }

    [Fact]
    public async Task A_reader_that_ended_reads_nothing_more_however_much_there_is()
    {
        TestFrames.Append(_stream, _generation, Enumerable.Range(0, 60));
        using var cancellation = new CancellationTokenSource();
        using var cancelled = _stream.OpenCursor(Viewer, cancellation.Token);
        using var closed = _stream.OpenCursor(Viewer, Cancelled);

        await cancellation.CancelAsync();
        Assert.Empty(TestFrames.Drain(cancelled));
        _stream.Close();
        Assert.Empty(TestFrames.Drain(closed));
    }

    [Fact]
    public void A_stream_that_ends_gives_all_its_memory_back()
    {
        var pool = new RingBlockPool();
        RunThroughOne();

        var before = GC.GetAllocatedBytesForCurrentThread();
        RunThroughOne();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, RingBlockPool.BlockSize - 1);

        void RunThroughOne()
        {
            using var stream = TestFrames.Stream(pool: pool);
            TestFrames.Append(stream, _generation, Enumerable.Range(0, 1000));
        }
    }

    [Fact]
    public async Task Readers_end_with_their_stream()
    {
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);
        var waiting = cursor.WaitAsync();

        _stream.Dispose();

        Assert.False(await waiting);
    }

    [Fact]
    public async Task Every_reader_gets_every_frame_while_the_writer_never_waits()
    {
        const int Frames = 20_000;
        using var stream = TestFrames.Stream(TimeSpan.FromHours(1));
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(() => CountAsync(stream.OpenCursor(Viewer with { MostBehind = null }, Cancelled), Frames))
            )
            .ToArray();
        TestFrames.Append(stream, _generation, Enumerable.Range(0, Frames));

        Assert.All(await Task.WhenAll(readers), count => Assert.Equal(Frames, count));
    }

    [Fact]
    public void Appending_and_reading_allocate_nothing_in_steady_state()
    {
        using var cursor = _stream.OpenCursor(Viewer, Cancelled);
        AppendAndRead(0, 2000, cursor);

        var before = GC.GetAllocatedBytesForCurrentThread();
        AppendAndRead(2000, 2000, cursor);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void AppendAndRead(int from, int count, LiveCursor cursor)
    {
        for (var i = from; i < from + count; i++)
        {
            TestFrames.Append(_stream, _generation, i);
            while (cursor.TryRead(out var lease))
            {
                lease.Dispose();
            }
        }
    }

    private static async Task<int> CountAsync(LiveCursor cursor, int until)
    {
        var (count, expected) = (0, -1L);
        using (cursor)
        {
            do
            {
                while (cursor.TryRead(out var lease))
                {
                    using (lease)
                    {
                        expected = expected < 0 ? lease.Frame.Sequence : expected;
                        Assert.Equal(expected++, lease.Frame.Sequence);
                        count = (int)expected;
                    }
                }
            } while (count < until && await cursor.WaitAsync());
        }

        return count;
    }
}
