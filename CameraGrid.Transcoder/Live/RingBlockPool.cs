using System.Buffers;
using System.Collections.Concurrent;

namespace CameraGrid.Transcoder.Live;

/// <summary>Blocks of one size, shared by all rings of the process, so that a steady state allocates nothing.</summary>
internal sealed class RingBlockPool
{
    /// <summary>Bytes a block. A larger fragment gets a block of its own.</summary>
    public const int BlockSize = 256 * 1024;

    private const int MostKept = 64;
    private readonly ConcurrentQueue<RingBlock> _idle = new();
    private int _kept;

    public RingBlock Rent(int size)
    {
        if (size > BlockSize)
        {
            return new RingBlock(ArrayPool<byte>.Shared.Rent(size), this);
        }

        if (_idle.TryDequeue(out var block))
        {
            Interlocked.Decrement(ref _kept);
            block.Reuse();
            return block;
        }

        return new RingBlock(GC.AllocateUninitializedArray<byte>(BlockSize), this);
    }

    public void Return(RingBlock block)
    {
        if (block.Buffer.Length != BlockSize)
        {
            ArrayPool<byte>.Shared.Return(block.Buffer);
            return;
        }

        if (Interlocked.Increment(ref _kept) > MostKept)
        {
            Interlocked.Decrement(ref _kept);
            return;
        }

        _idle.Enqueue(block);
    }
}
