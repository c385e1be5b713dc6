using System.Buffers;
using System.Buffers.Binary;
using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Rtsp;

namespace CameraGrid.Simulator.Faults;

/// <summary>What happens to packets on their way out: cut off, lost, late or spoilt. Without a fault they pass as they are.</summary>
internal sealed class FaultySink(IPacketSink inner, ConnectionFaults faults) : IPacketSink
{
    // The same in every session, so that what is seen once is seen again.
    private readonly Random _random = new(1);
    private readonly ArrayBufferWriter<byte> _altered = new();
    private byte[]? _late;

    public ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken)
    {
        if (faults.IsEmpty && _late is null)
        {
            return inner.SendAsync(packets, cancellationToken);
        }

        if (faults.Has(FaultKind.CutMidFrame))
        {
            return CutAsync(packets, cancellationToken);
        }

        Alter(packets.Span);
        return inner.SendAsync(_altered.WrittenMemory, cancellationToken);
    }

    public void Dispose() => inner.Dispose();

    /// <summary>Ends in the middle of the largest packet; datagrams end before it.</summary>
    private async ValueTask CutAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken)
    {
        var (end, largest) = (0, 0);
        for (var at = 0; at < packets.Length; )
        {
            var size = SizeOf(packets.Span[at..]);
            if (size > largest)
            {
                (end, largest) = (inner is UdpSink ? at : at + size / 2, size);
            }

            at += size;
        }

        await inner.SendAsync(packets[..end], cancellationToken);
        faults.Cut();
        throw new IOException("A fault cuts the connection.");
    }

    private void Alter(ReadOnlySpan<byte> packets)
    {
        _altered.ResetWrittenCount();
        while (!packets.IsEmpty)
        {
            var packet = packets[..SizeOf(packets)];
            packets = packets[packet.Length..];
            if (IsReport(packet))
            {
                _altered.Write(packet);
            }
            else if (Strikes(FaultKind.Loss))
            {
                // Gone.
            }
            else if (_late is null && Strikes(FaultKind.Reorder))
            {
                _late = packet.ToArray();
            }
            else
            {
                Add(packet);
                AddLate();
            }
        }
    }

    private void AddLate()
    {
        if (_late is { } late)
        {
            _late = null;
            Add(late);
        }
    }

    private void Add(ReadOnlySpan<byte> packet)
    {
        var copy = _altered.GetSpan(packet.Length)[..packet.Length];
        packet.CopyTo(copy);
        if (Strikes(FaultKind.Garbage))
        {
            _random.NextBytes(copy[(PacketBatch.PrefixSize + RtpHeader.Size)..]);
        }

        _altered.Advance(packet.Length);
    }

    private bool Strikes(FaultKind kind) => faults.Find(kind) is { } fault && 100 * _random.NextDouble() < fault.Value;

    private static int SizeOf(ReadOnlySpan<byte> packets) =>
        PacketBatch.PrefixSize + BinaryPrimitives.ReadUInt16BigEndian(packets[2..]);

    // "RTCP packet types in the range 200-204" can be told from RTP by their second byte (RFC 5761, 4).
    private static bool IsReport(ReadOnlySpan<byte> packet) => packet[PacketBatch.PrefixSize + 1] is >= 200 and <= 204;
}
