using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>Cuts a baseline JPEG picture into RTP payloads (RFC 2435), its quantisation tables in the first of them (3.1.8).</summary>
public ref struct JpegPacketizer : IRtpPayloads
{
    private readonly JpegFrame _frame;
    private int _position;

    /// <param name="picture">
    /// A JFIF picture: baseline, 4:2:0 or 4:2:2, the standard Huffman tables, both sides a multiple of 8 and at most 2040.
    /// </param>
    /// <exception cref="MediaFormatException">The picture is none that RFC 2435 can carry.</exception>
    public JpegPacketizer(ReadOnlySpan<byte> picture) => _frame = JpegFrame.Parse(picture);

    /// <inheritdoc />
    public bool TryWrite(Span<byte> destination, out int written, out bool isLast)
    {
        written = 0;
        isLast = false;
        if (_position >= _frame.Scan.Length)
        {
            return false;
        }

        //  | type-specific = 0 | fragment offset (24)          |
        //  | type | Q = 255    | width / 8   | height / 8      |
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)_position);
        destination[4] = (byte)(_frame.Type + (_frame.RestartInterval > 0 ? 64 : 0));
        destination[5] = 255;
        destination[6] = (byte)(_frame.Width / 8);
        destination[7] = (byte)(_frame.Height / 8);
        var head = 8;
        if (_frame.RestartInterval > 0)
        {
            //  | restart interval (16) | F=1 | L=1 | restart count = 0x3FFF |: no alignment of packets to intervals (3.1.7).
            BinaryPrimitives.WriteUInt16BigEndian(destination[head..], _frame.RestartInterval);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(head + 2)..], 0xFFFF);
            head += 4;
        }

        if (_position == 0)
        {
            head += WriteTables(destination[head..]);
        }

        var size = Math.Min(_frame.Scan.Length - _position, destination.Length - head);
        _frame.Scan.Slice(_position, size).CopyTo(destination[head..]);
        _position += size;
        written = head + size;
        isLast = _position == _frame.Scan.Length;
        return true;
    }

    private readonly int WriteTables(Span<byte> destination)
    {
        //  | MBZ = 0 | precision = 0 | length (16) | luma table (64) | chroma table (64) |
        destination[0] = 0;
        destination[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], 128);
        _frame.LumaTable.CopyTo(destination[4..]);
        _frame.ChromaTable.CopyTo(destination[68..]);
        return 132;
    }
}
