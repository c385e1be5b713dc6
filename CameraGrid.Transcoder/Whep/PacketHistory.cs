namespace CameraGrid.Transcoder.Whep;

/// <summary>The last packets of a stream, for those that get lost. What is older than the newest <see cref="Size"/> is gone.</summary>
internal sealed class PacketHistory
{
    /// <summary>A second of 5 Mbit/s.</summary>
    public const int Size = 512;

    private readonly byte[] _packets = new byte[Size * WhepSocket.LargestPacket];
    private readonly (ushort SequenceNumber, ushort Length)[] _slots = new (ushort, ushort)[Size];

    public void Add(ushort sequenceNumber, ReadOnlySpan<byte> packet)
    {
        var slot = sequenceNumber % Size;
        packet.CopyTo(_packets.AsSpan(slot * WhepSocket.LargestPacket));
        _slots[slot] = (sequenceNumber, (ushort)packet.Length);
    }

    public bool TryFind(ushort sequenceNumber, out ReadOnlySpan<byte> packet)
    {
        var slot = sequenceNumber % Size;
        var (found, length) = _slots[slot];
        packet = _packets.AsSpan(slot * WhepSocket.LargestPacket, length);
        return length > 0 && found == sequenceNumber;
    }
}
