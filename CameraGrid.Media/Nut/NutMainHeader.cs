namespace CameraGrid.Media.Nut;

/// <summary>
/// The main header: how many streams there are, the time bases they choose from, and the table that turns a frame's first
/// byte into flags, stream, size and time step.
/// <code>
/// version v | [minor_version v, from version 4] | stream_count v | max_distance v | time_base_count v | (num v, den v)*
/// | frame codes, run length coded | [elision headers: count v, (length v, bytes)*] | [flags v, from version 4] | reserved
/// </code>
/// </summary>
internal sealed class NutMainHeader
{
    private const int MaxStreams = 250;
    private const int MaxTimeBases = 1024;
    private const int MaxElisionBytes = 1024;
    private const int FlagPipe = 2;

    private NutMainHeader() { }

    public required int StreamCount { get; init; }

    /// <summary>Bytes between two startcodes, at most.</summary>
    public required int MaxDistance { get; init; }

    public required (long Numerator, long Denominator)[] TimeBases { get; init; }

    /// <summary>256 entries.</summary>
    public required NutFrameCode[] FrameCodes { get; init; }

    /// <summary>Bytes that many frames start with and that are left out of them; entry 0 is empty.</summary>
    public required byte[][] ElisionHeaders { get; init; }

    /// <summary>Version 4, "pipe" mode: only one syncpoint, at the start.</summary>
    public required bool HasNoSyncpoints { get; init; }

    public static NutMainHeader Parse(ReadOnlySpan<byte> packet)
    {
        NutPacketReader reader = new(packet, "main header");
        int version = reader.ReadInt32("version", 2, 4);
        if (version > 3)
        {
            _ = reader.ReadUnsigned();
        }

        int streamCount = reader.ReadInt32("stream_count", 1, MaxStreams);
        // "If the stored value is >65536 then max_distance MUST be set to 65536."
        int maxDistance = (int)Math.Min(reader.ReadUnsigned(), 65536);
        var timeBases = new (long, long)[reader.ReadInt32("time_base_count", 1, MaxTimeBases)];
        foreach (ref var timeBase in timeBases.AsSpan())
        {
            timeBase = (
                reader.ReadInt32("time_base_num", 1, int.MaxValue),
                reader.ReadInt32("time_base_denom", 1, int.MaxValue)
            );
        }

        NutFrameCode[] frameCodes = ReadFrameCodes(ref reader, streamCount);
        byte[][] elisionHeaders = reader.IsAtEnd
            ?
            [
                [],
            ]
            : ReadElisionHeaders(ref reader);
        foreach (NutFrameCode code in frameCodes)
        {
            if (code.HeaderIndex >= elisionHeaders.Length && !code.Flags.Has(NutFrameFlags.Invalid))
            {
                throw new MediaFormatException($"NUT main header: no elision header {code.HeaderIndex}");
            }
        }

        ulong flags = version > 3 && !reader.IsAtEnd ? reader.ReadUnsigned() : 0;
        return new NutMainHeader
        {
            StreamCount = streamCount,
            MaxDistance = maxDistance,
            TimeBases = timeBases,
            FrameCodes = frameCodes,
            ElisionHeaders = elisionHeaders,
            HasNoSyncpoints = (flags & FlagPipe) != 0,
        };
    }

    private static NutFrameCode[] ReadFrameCodes(ref NutPacketReader reader, int streamCount)
    {
        var codes = new NutFrameCode[256];
        NutFrameCode code = new(NutFrameFlags.None, 0, 1, 0, 0, 0, 0);
        for (int index = 0; index < codes.Length; )
        {
            var flags = (NutFrameFlags)reader.ReadInt32("frame flags", 0, 0xFFFF);
            int fields = reader.ReadInt32("frame code fields", 0, 1024);
            code = new NutFrameCode(
                flags,
                PtsDelta: fields > 0 ? ReadPtsDelta(ref reader) : code.PtsDelta,
                SizeMultiplier: fields > 1
                    ? reader.ReadInt32("data_size_mul", 0, NutReader.MaxFrameSize)
                    : code.SizeMultiplier,
                StreamId: fields > 2 ? reader.ReadInt32("stream_id", 0, streamCount - 1) : code.StreamId,
                SizeLsb: fields > 3 ? reader.ReadInt32("data_size_lsb", 0, NutReader.MaxFrameSize) : 0,
                ReservedCount: fields > 4 ? reader.ReadInt32("reserved_count", 0, 255) : 0,
                HeaderIndex: code.HeaderIndex
            );
            int count = fields > 5 ? reader.ReadInt32("frame code count", 0, 256) : code.SizeMultiplier - code.SizeLsb;
            if (fields > 6)
            {
                _ = reader.ReadUnsigned(); // match_time_delta
            }

            if (fields > 7)
            {
                code = code with { HeaderIndex = reader.ReadInt32("elision header index", 0, 127) };
            }

            for (int reserved = 8; reserved < fields; reserved++)
            {
                _ = reader.ReadUnsigned();
            }

            if (count <= 0)
            {
                throw new MediaFormatException($"NUT main header: {count} frame codes from {index}");
            }

            index = Fill(codes, index, code, count);
        }

        codes['N'] = code with { Flags = NutFrameFlags.Invalid };
        return codes;
    }

    /// <summary>"data_size_lsb[i]= tmp_size + j", leaving out 'N', with which startcodes begin.</summary>
    private static int Fill(NutFrameCode[] codes, int index, NutFrameCode code, int count)
    {
        for (int step = 0; step < count && index < codes.Length; index++)
        {
            if (index != 'N')
            {
                codes[index] = code with { SizeLsb = code.SizeLsb + step++ };
            }
        }

        return index;
    }

    private static int ReadPtsDelta(ref NutPacketReader reader)
    {
        // The specification says below 16384; FFmpeg writes a multiple of the frame's duration, which can be more.
        long delta = reader.ReadSigned();
        return delta is > int.MinValue and < int.MaxValue
            ? (int)delta
            : throw new MediaFormatException($"NUT main header: pts_delta is {delta}");
    }

    private static byte[][] ReadElisionHeaders(ref NutPacketReader reader)
    {
        byte[][] headers = new byte[reader.ReadInt32("elision header count", 0, 127) + 1][];
        headers[0] = [];
        int total = 0;
        for (int index = 1; index < headers.Length; index++)
        {
            headers[index] = reader.ReadBytes().ToArray();
            total += headers[index].Length;
            if (headers[index].Length > 255 || total > MaxElisionBytes)
            {
                throw new MediaFormatException("NUT main header: elision headers are too long");
            }
        }

        return headers;
    }
}
