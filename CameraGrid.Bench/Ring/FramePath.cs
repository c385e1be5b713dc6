using System.Diagnostics;
using System.IO.Pipelines;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Bench.Ring;

/// <summary>What one pass over the stream cost, without its beginning.</summary>
internal readonly record struct PassFigures(int Frames, TimeSpan Elapsed, long Allocated);

/// <summary>The transcoder's own parts, put together as it does, without processes and sockets.</summary>
internal sealed class FramePath(byte[] nut)
{
    // Four times the ring: what is measured evicts a frame for each one that comes, and the PipeReader has met a keyframe
    // that spans as many of its segments as one can.
    private const int FramesOfWarmUp = 1000;

    // Not to the very end, which is no steady state.
    private const int FramesMeasured = 1400;

    private static readonly StreamPipeReaderOptions PipeOptions = new(
        bufferSize: 64 * 1024,
        minimumReadSize: 16 * 1024
    );

    private readonly RingBlockPool _pool = new();

    public PassFigures Run()
    {
        using var stream = new LiveStream(new StreamKey("bench", StreamName.Main), _pool, LiveOptions.Default);
        var time = TimeProvider.System;
        var ingest = new NutIngest(new LiveWriter(stream, new StreamTimeline(time), time), StreamPlan.CopyAll);
        var reader = PipeReader.Create(new MemoryStream(nut, writable: false), PipeOptions);
        using var cursor = stream.OpenCursor(new CursorOptions(CursorStart.LastKey, null), CancellationToken.None);
        var frames = 0;
        while (frames < FramesOfWarmUp && Step(reader, ingest, cursor, ref frames)) { }

        var measured = 0;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        while (measured < FramesMeasured && Step(reader, ingest, cursor, ref measured)) { }

        var elapsed = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        reader.Complete();
        return measured > 0
            ? new PassFigures(measured, elapsed, allocated)
            : throw new BenchmarkException($"No frame came through; the plan became {ingest.BetterPlan}.");
    }

    /// <summary>One read of the pipe, and all that follows from it; false at the end.</summary>
    private static bool Step(PipeReader reader, NutIngest ingest, LiveCursor cursor, ref int frames)
    {
        // The stream lies in memory: reading never waits.
        if (!reader.TryRead(out var result))
        {
            var reading = reader.ReadAsync();
            Debug.Assert(reading.IsCompletedSuccessfully, "A memory stream answers at once.");
            result = reading.GetAwaiter().GetResult();
        }

        var buffer = result.Buffer;
        ingest.Read(ref buffer);
        reader.AdvanceTo(buffer.Start, buffer.End);
        while (cursor.TryRead(out var lease))
        {
            using (lease)
            {
                frames++;
            }
        }

        return !result.IsCompleted;
    }
}
