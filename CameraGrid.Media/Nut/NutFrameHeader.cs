using System.Buffers;
using System.Buffers.Binary;

namespace CameraGrid.Media.Nut;

/// <summary>
/// A frame's header.
/// <code>
/// frame_code u8 | [coded_flags v] | [stream_id v] | [coded_pts v] | [data_size_msb v] | [match_time_delta s]
/// | [header_idx v] | [reserved_count v] | reserved v* | [checksum u32]
/// </code>
/// Which are there, the flags say: those of the frame code, toggled by coded_flags.
/// </summary>
internal readonly record struct NutFrameHeader(
    NutFrameFlags Flags,
    int StreamId,
    long Pts,
    int DataSize,
    int HeaderIndex
)
{
    /// <summary>Bytes a header can have at most, all fields at their longest.</summary>
    private const int MaxLength = 8192;

    /// <summary>Frames longer than this carry all of their bytes.</summary>
    private const int MaxElidedFrame = 4096;

    /// <returns>False: the header has not arrived completely.</returns>
    public static bool TryRead(
        in ReadOnlySequence<byte> buffer,
        NutMainHeader main,
        ReadOnlySpan<NutStreamState> streams,
        out NutFrameHeader header,
        out int length
    )
    {
        SequenceReader<byte> reader = new(buffer);
        header = default;
        length = 0;
        if (!reader.TryRead(out byte first))
        {
            return false;
        }

        NutFrameCode code = main.FrameCodes[first];
        NutFrameFlags flags = code.Flags;
        if (flags.Has(NutFrameFlags.Invalid))
        {
            throw new MediaFormatException($"NUT lost sync: frame code {first} is invalid");
        }

        ulong value;
        if (flags.Has(NutFrameFlags.Coded))
        {
            if (!TryReadUnsigned(ref reader, out value))
            {
                return false;
            }

            flags ^= (NutFrameFlags)(value & 0xFFFF);
        }

        int streamId = code.StreamId;
        if (flags.Has(NutFrameFlags.StreamId))
        {
            if (!TryReadUnsigned(ref reader, out value))
            {
                return false;
            }

            streamId =
                value < (ulong)streams.Length
                    ? (int)value
                    : throw new MediaFormatException($"NUT lost sync: frame of stream {value}");
        }

        NutStreamState stream = streams[streamId];
        long pts;
        if (!flags.Has(NutFrameFlags.CodedPts))
        {
            pts = stream.FromDelta(code.PtsDelta);
        }
        else if (TryReadUnsigned(ref reader, out value))
        {
            pts = stream.FromCodedPts(value);
        }
        else
        {
            return false;
        }

        value = 0;
        if (flags.Has(NutFrameFlags.SizeMsb) && !TryReadUnsigned(ref reader, out value))
        {
            return false;
        }

        int dataSize = SizeOf(code, value);
        if (flags.Has(NutFrameFlags.MatchTime) && !TryReadUnsigned(ref reader, out _))
        {
            return false;
        }

        value = (ulong)code.HeaderIndex;
        if (flags.Has(NutFrameFlags.HeaderIndex) && !TryReadUnsigned(ref reader, out value))
        {
            return false;
        }

        int headerIndex = ElisionOf(main, value, dataSize);
        if (!TrySkipReserved(ref reader, flags, code.ReservedCount))
        {
            return false;
        }

        if (flags.Has(NutFrameFlags.Checksum))
        {
            Span<byte> checksum = stackalloc byte[4];
            if (!reader.TryCopyTo(checksum))
            {
                return false;
            }

            if (NutChecksum.Of(buffer.Slice(0, reader.Consumed)) != BinaryPrimitives.ReadUInt32BigEndian(checksum))
            {
                throw new MediaFormatException("NUT lost sync: a frame header's checksum does not match");
            }

            reader.Advance(4);
        }
        else
        {
            RequirePlausible(main, stream, flags, pts, dataSize);
        }

        header = new NutFrameHeader(flags, streamId, pts, dataSize, headerIndex);
        length = (int)reader.Consumed;
        return true;
    }

    /// <summary>"data_size = data_size_lsb + data_size_msb * data_size_mul"</summary>
    private static int SizeOf(NutFrameCode code, ulong msb)
    {
        UInt128 size = (UInt128)msb * (uint)code.SizeMultiplier + (uint)code.SizeLsb;
        return size <= NutReader.MaxFrameSize
            ? (int)size
            : throw new MediaFormatException(
                $"NUT frame of {size} bytes, more than the limit of {NutReader.MaxFrameSize}"
            );
    }

    private static int ElisionOf(NutMainHeader main, ulong index, int dataSize)
    {
        if (index >= (ulong)main.ElisionHeaders.Length)
        {
            throw new MediaFormatException($"NUT lost sync: no elision header {index}");
        }

        if (dataSize > MaxElidedFrame)
        {
            return 0;
        }

        return main.ElisionHeaders[(int)index].Length <= dataSize
            ? (int)index
            : throw new MediaFormatException("NUT lost sync: a frame is shorter than its elided header");
    }

    private static bool TrySkipReserved(ref SequenceReader<byte> reader, NutFrameFlags flags, int count)
    {
        if (flags.Has(NutFrameFlags.Reserved))
        {
            if (!TryReadUnsigned(ref reader, out ulong coded))
            {
                return false;
            }

            count =
                coded < 256 ? (int)coded : throw new MediaFormatException($"NUT lost sync: {coded} reserved fields");
        }

        for (int index = 0; index < count; index++)
        {
            if (!TryReadUnsigned(ref reader, out _))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>"FLAG_CHECKSUM MUST be set if the frame's data_size is strictly greater than 2*max_distance or the difference
    /// abs(pts-last_pts) is strictly greater than max_pts_distance"</summary>
    private static void RequirePlausible(
        NutMainHeader main,
        NutStreamState stream,
        NutFrameFlags flags,
        long pts,
        int dataSize
    )
    {
        // FFmpeg leaves side data out of its own rule.
        bool isTooLong = dataSize > 2 * main.MaxDistance && !flags.Has(NutFrameFlags.SideData);
        if (isTooLong || Math.Abs(pts - stream.LastPts) > stream.MaxPtsDistance)
        {
            throw new MediaFormatException(
                $"NUT lost sync: a frame of {dataSize} bytes at {pts} after {stream.LastPts} without a checksum"
            );
        }
    }

    private static bool TryReadUnsigned(ref SequenceReader<byte> reader, out ulong value)
    {
        value = 0;
        while (reader.TryRead(out byte next))
        {
            if (value > ulong.MaxValue >> 7 || reader.Consumed > MaxLength)
            {
                throw new MediaFormatException("NUT lost sync: a frame header's field is too long");
            }

            value = (value << 7) | (next & 0x7Fu);
            if ((next & 0x80) == 0)
            {
                return true;
            }
        }

        return false;
    }
}
