using System.Buffers.Binary;
using CameraGrid.Media.H264;

namespace CameraGrid.Media.Rtp;

/// <summary>
/// Cuts an H.265 access unit into RTP payloads (RFC 7798): single NAL units (4.4.1), aggregation packets for neighbours that
/// fit together (4.4.2), fragmentation units for what is larger than a packet (4.4.3). No decoding order numbers.
/// </summary>
public ref struct H265Packetizer : IRtpPayloads
{
    private const int Aggregation = 48;
    private const int Fragmentation = 49;
    private AnnexBReader _reader;
    private ReadOnlySpan<byte> _nal;
    private int _fragmented;
    private bool _hasNal;

    /// <param name="accessUnit">One access unit in Annex B format.</param>
    public H265Packetizer(ReadOnlySpan<byte> accessUnit)
    {
        _reader = new AnnexBReader(accessUnit);
        Advance();
    }

    /// <inheritdoc />
    public bool TryWrite(Span<byte> destination, out int written, out bool isLast)
    {
        written = 0;
        isLast = false;
        if (!_hasNal)
        {
            return false;
        }

        written = _nal.Length > destination.Length ? WriteFragment(destination) : WriteWhole(destination);
        isLast = !_hasNal;
        return true;
    }

    private void Advance()
    {
        do
        {
            _hasNal = _reader.TryRead(out _nal);
        } while (_hasNal && _nal.Length < 2);

        _fragmented = 0;
    }

    private int WriteWhole(Span<byte> destination)
    {
        var first = _nal;
        Advance();
        if (!_hasNal || 2 + 2 + first.Length + 2 + _nal.Length > destination.Length)
        {
            first.CopyTo(destination);
            return first.Length;
        }

        //  |F| type=48 | LayerId | TID | size (16) | NAL unit | size (16) | NAL unit | …
        // "The value of LayerId MUST be equal to the lowest value of LayerId of all the aggregated NAL units" and so TID;
        // "The F bit MUST be set to 0 if the F bit of each aggregated NAL unit is equal to zero" (4.4.2).
        var position = 2 + Append(destination[2..], first);
        var header = Header(first);
        var (forbidden, layer, temporal) = (header & 0x8000, header & 0x01F8, header & 0x0007);
        while (_hasNal && position + 2 + _nal.Length <= destination.Length)
        {
            header = Header(_nal);
            forbidden |= header & 0x8000;
            layer = Math.Min(layer, header & 0x01F8);
            temporal = Math.Min(temporal, header & 0x0007);
            position += Append(destination[position..], _nal);
            Advance();
        }

        var aggregate = forbidden | (Aggregation << 9) | layer | temporal;
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)aggregate);
        return position;
    }

    private int WriteFragment(Span<byte> destination)
    {
        //  |F| type=49 | LayerId | TID | S|E| type | part of the NAL unit without its first two bytes
        var header = Header(_nal);
        var rest = _nal[(2 + _fragmented)..];
        var size = Math.Min(rest.Length, destination.Length - 3);
        var start = _fragmented == 0;
        var end = size == rest.Length;
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)((header & 0x81FF) | (Fragmentation << 9)));
        destination[2] = (byte)((start ? 0x80 : 0) | (end ? 0x40 : 0) | ((header >> 9) & 0x3F));
        rest[..size].CopyTo(destination[3..]);
        _fragmented += size;
        if (end)
        {
            Advance();
        }

        return 3 + size;
    }

    private static int Header(ReadOnlySpan<byte> nal) => BinaryPrimitives.ReadUInt16BigEndian(nal);

    private static int Append(Span<byte> destination, ReadOnlySpan<byte> nal)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)nal.Length);
        nal.CopyTo(destination[2..]);
        return 2 + nal.Length;
    }
}
