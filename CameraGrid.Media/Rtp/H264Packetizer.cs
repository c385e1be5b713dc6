using System.Buffers.Binary;
using CameraGrid.Media.H264;

namespace CameraGrid.Media.Rtp;

/// <summary>
/// Cuts an H.264 access unit into RTP payloads of packetization-mode 1 (RFC 6184, 6.3): single NAL units (5.6), STAP-A for
/// neighbours that fit together (5.7.1), FU-A for what is larger than a packet (5.8).
/// </summary>
public ref struct H264Packetizer : IRtpPayloads
{
    private const byte StapA = 24;
    private const byte FuA = 28;
    private AnnexBReader _reader;
    private ReadOnlySpan<byte> _nal;
    private int _fragmented;
    private bool _hasNal;

    /// <param name="accessUnit">One access unit in Annex B format.</param>
    public H264Packetizer(ReadOnlySpan<byte> accessUnit)
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
        } while (_hasNal && _nal.IsEmpty);

        _fragmented = 0;
    }

    private int WriteWhole(Span<byte> destination)
    {
        var first = _nal;
        Advance();
        if (!_hasNal || 1 + 2 + first.Length + 2 + _nal.Length > destination.Length)
        {
            first.CopyTo(destination);
            return first.Length;
        }

        //  |F|NRI| 24 | size (16) | NAL unit | size (16) | NAL unit | …
        // "The value of NRI MUST be the maximum of all the NAL units carried in the aggregation packet" (5.7); F is set
        // if it is set in any of them.
        var position = 1 + Append(destination[1..], first);
        var (forbidden, importance) = (first[0] & 0x80, first[0] & 0x60);
        while (_hasNal && position + 2 + _nal.Length <= destination.Length)
        {
            forbidden |= _nal[0] & 0x80;
            importance = Math.Max(importance, _nal[0] & 0x60);
            position += Append(destination[position..], _nal);
            Advance();
        }

        destination[0] = (byte)(forbidden | importance | StapA);
        return position;
    }

    private int WriteFragment(Span<byte> destination)
    {
        //  |F|NRI| 28 | S|E|R| type | part of the NAL unit without its first byte
        var rest = _nal[(1 + _fragmented)..];
        var size = Math.Min(rest.Length, destination.Length - 2);
        var start = _fragmented == 0;
        var end = size == rest.Length;
        destination[0] = (byte)((_nal[0] & 0xE0) | FuA);
        destination[1] = (byte)((start ? 0x80 : 0) | (end ? 0x40 : 0) | (_nal[0] & 0x1F));
        rest[..size].CopyTo(destination[2..]);
        _fragmented += size;
        if (end)
        {
            Advance();
        }

        return 2 + size;
    }

    private static int Append(Span<byte> destination, ReadOnlySpan<byte> nal)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)nal.Length);
        nal.CopyTo(destination[2..]);
        return 2 + nal.Length;
    }
}
