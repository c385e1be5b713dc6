using System.Buffers.Binary;

namespace CameraGrid.Media.Rtp;

/// <summary>What RFC 2435 needs of a baseline JPEG picture (ITU-T T.81, Annex B); the spans point into the picture.</summary>
internal ref struct JpegFrame
{
    private const byte StartOfImage = 0xD8;
    private const byte EndOfImage = 0xD9;
    private const byte QuantisationTables = 0xDB;
    private const byte BaselineFrame = 0xC0;
    private const byte RestartIntervalDefinition = 0xDD;
    private const byte StartOfScan = 0xDA;
    private int _lumaTableId;
    private int _chromaTableId;

    /// <summary>0 for 4:2:2, 1 for 4:2:0 (RFC 2435, 4.1).</summary>
    public int Type { get; private set; }
    public int Width { get; private set; }
    public int Height { get; private set; }
    public ushort RestartInterval { get; private set; }
    public ReadOnlySpan<byte> LumaTable { get; private set; }
    public ReadOnlySpan<byte> ChromaTable { get; private set; }

    /// <summary>The entropy-coded data, without the end-of-image marker.</summary>
    public ReadOnlySpan<byte> Scan { get; private set; }

    public static JpegFrame Parse(ReadOnlySpan<byte> picture)
    {
        var frame = new JpegFrame();
        TableSet tables = default;
        if (picture.Length < 4 || picture[0] != 0xFF || picture[1] != StartOfImage)
        {
            throw new MediaFormatException("Not a JPEG picture.");
        }

        var rest = picture[2..];
        while (true)
        {
            if (rest.Length < 4 || rest[0] != 0xFF)
            {
                throw new MediaFormatException("The JPEG picture ends before its scan.");
            }

            var marker = rest[1];
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < 2 || 2 + length > rest.Length)
            {
                throw new MediaFormatException("A JPEG segment is longer than the picture.");
            }

            var segment = rest[4..(2 + length)];
            rest = rest[(2 + length)..];
            switch (marker)
            {
                case QuantisationTables:
                    tables.Read(segment);
                    break;
                case BaselineFrame:
                    frame.ReadFrameHeader(segment);
                    break;
                case > BaselineFrame and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    throw new MediaFormatException("RTP carries baseline JPEG only.");
                case RestartIntervalDefinition when segment.Length >= 2:
                    frame.RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case StartOfScan:
                    frame.LumaTable = tables[frame._lumaTableId];
                    frame.ChromaTable = tables[frame._chromaTableId];
                    frame.Scan = rest is [.. var scan, 0xFF, EndOfImage] ? scan : rest;
                    if (frame.Width == 0 || frame.Scan.Length is 0 or > 0xFFFFFF)
                    {
                        throw new MediaFormatException("The JPEG picture has no scan that RTP could carry.");
                    }

                    return frame;
            }
        }
    }

    private void ReadFrameHeader(ReadOnlySpan<byte> segment)
    {
        //  | precision | height (16) | width (16) | components = 3 | (id, sampling, table) × 3 |
        if (segment.Length < 15 || segment[0] != 8 || segment[5] != 3)
        {
            throw new MediaFormatException("RTP carries 8-bit JPEG of three components only.");
        }

        Height = BinaryPrimitives.ReadUInt16BigEndian(segment[1..]);
        Width = BinaryPrimitives.ReadUInt16BigEndian(segment[3..]);
        // The RTP header counts in units of 8 pixels in one byte (3.1.5).
        if (Width is 0 or > 2040 || Height is 0 or > 2040 || Width % 8 != 0 || Height % 8 != 0)
        {
            throw new MediaFormatException($"RTP cannot carry a JPEG picture of {Width}x{Height}.");
        }

        Type = (segment[7], segment[10], segment[13]) switch
        {
            (0x21, 0x11, 0x11) => 0,
            (0x22, 0x11, 0x11) => 1,
            // How FFmpeg writes 4:2:2: the same ratio with doubled factors.
            (0x22, 0x12, 0x12) => 0,
            _ => throw new MediaFormatException("RTP carries JPEG of 4:2:0 and 4:2:2 only."),
        };
        (_lumaTableId, _chromaTableId) = (segment[8] & 3, segment[11] & 3);
    }

    private ref struct TableSet
    {
        private ReadOnlySpan<byte> _table0;
        private ReadOnlySpan<byte> _table1;
        private ReadOnlySpan<byte> _table2;
        private ReadOnlySpan<byte> _table3;

        public readonly ReadOnlySpan<byte> this[int id]
        {
            get
            {
                var table = id switch
                {
                    0 => _table0,
                    1 => _table1,
                    2 => _table2,
                    _ => _table3,
                };
                return table.IsEmpty ? throw new MediaFormatException("A JPEG quantisation table is missing.") : table;
            }
        }

        public void Read(ReadOnlySpan<byte> segment)
        {
            while (segment.Length >= 65)
            {
                if (segment[0] >> 4 != 0)
                {
                    throw new MediaFormatException("RTP carries JPEG with 8-bit quantisation tables only.");
                }

                var table = segment[1..65];
                switch (segment[0])
                {
                    case 0:
                        _table0 = table;
                        break;
                    case 1:
                        _table1 = table;
                        break;
                    case 2:
                        _table2 = table;
                        break;
                    default:
                        _table3 = table;
                        break;
                }

                segment = segment[65..];
            }
        }
    }
}
