using System.Buffers;
using System.Buffers.Binary;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Simulator.Clips;

/// <summary>
/// Packets that leave together, each behind the four bytes RTSP puts before interleaved packets (RFC 2326, 10.12):
/// <c>$ | channel | length (16)</c>. The buffer is kept from frame to frame.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
internal sealed class PacketBatch : IDisposable
{
    /// <summary>The largest packet: fits an Ethernet frame with IPv6, UDP and a tunnel's header.</summary>
    public const int MaxPacketSize = 1400;
    public const int PrefixSize = 4;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _length;

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    public void Clear() => _length = 0;

    public void Add<T>(int channel, RtpSender sender, T payloads, uint timestamp)
        where T : struct, IRtpPayloads, allows ref struct
    {
        while (sender.TryWrite(ref payloads, timestamp, Reserve(), out var size))
        {
            Commit(channel, size);
        }
    }

    /// <summary>Adds a compound packet: a report of the sender and its name.</summary>
    public void Add(int channel, RtcpSenderReport report, ReadOnlySpan<byte> canonicalName)
    {
        var destination = Reserve();
        report.Write(destination);
        var name = RtcpPacket.WriteCanonicalName(destination[RtcpSenderReport.Size..], report.Ssrc, canonicalName);
        Commit(channel, RtcpSenderReport.Size + name);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private Span<byte> Reserve()
    {
        if (_buffer.Length - _length < PrefixSize + MaxPacketSize)
        {
            var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
            Written.Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length + PrefixSize, MaxPacketSize);
    }

    private void Commit(int channel, int size)
    {
        var prefix = _buffer.AsSpan(_length, PrefixSize);
        prefix[0] = (byte)'$';
        prefix[1] = (byte)channel;
        BinaryPrimitives.WriteUInt16BigEndian(prefix[2..], (ushort)size);
        _length += PrefixSize + size;
    }
}
