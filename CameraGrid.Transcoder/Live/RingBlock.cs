namespace CameraGrid.Transcoder.Live;

/// <summary>
/// A fixed piece of memory that holds whole fragments one after another. The ring holds one reference, every reader
/// that is sending from it another; the last one to let go gives the memory back to its pool.
/// </summary>
internal sealed class RingBlock(byte[] buffer, RingBlockPool pool)
{
    private int _references = 1;

    public byte[] Buffer { get; } = buffer;

    /// <summary>Bytes taken by the writer; only the writer reads and moves it.</summary>
    public int Used { get; set; }

    public int Free => Buffer.Length - Used;

    /// <summary>Takes a reference. Only while another reference is known to be held (under the ring's lock).</summary>
    public void Acquire() => Interlocked.Increment(ref _references);

    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            pool.Return(this);
        }
    }

    public void Reuse()
    {
        _references = 1;
        Used = 0;
    }
}
