using System.Buffers.Binary;

namespace CameraGrid.Media.H264;

/// <summary>Samples of ISO/IEC 14496-15: NAL units behind their length, here always of four bytes.</summary>
public static class LengthPrefixed
{
    private const int LengthSize = 4;

    /// <summary>Bytes that <see cref="FromAnnexB"/> writes for this access unit.</summary>
    /// <param name="annexB">The access unit with start codes.</param>
    public static int SizeOf(ReadOnlySpan<byte> annexB)
    {
        int size = 0;
        AnnexBReader reader = new(annexB);
        while (reader.TryRead(out ReadOnlySpan<byte> nal))
        {
            size += IsInSample(H264Nal.TypeOf(nal)) ? LengthSize + nal.Length : 0;
        }

        return size;
    }

    /// <summary>Converts an access unit. Access unit delimiters, filler and end markers are left out, and so are parameter
    /// sets: for <c>avc1</c> they stand in the configuration record only.</summary>
    /// <param name="annexB">The access unit with start codes.</param>
    /// <param name="destination">At least <see cref="SizeOf"/> bytes.</param>
    /// <returns>Bytes written; 0 where nothing is left.</returns>
    public static int FromAnnexB(ReadOnlySpan<byte> annexB, Span<byte> destination)
    {
        int written = 0;
        AnnexBReader reader = new(annexB);
        while (reader.TryRead(out ReadOnlySpan<byte> nal))
        {
            if (!IsInSample(H264Nal.TypeOf(nal)))
            {
                continue;
            }

            BinaryPrimitives.WriteInt32BigEndian(destination[written..], nal.Length);
            nal.CopyTo(destination[(written + LengthSize)..]);
            written += LengthSize + nal.Length;
        }

        return written;
    }

    /// <summary>Converts a sample back to an access unit, each length to a start code of the same size.</summary>
    /// <param name="sample">NAL units behind their lengths.</param>
    /// <param name="destination">At least as many bytes.</param>
    /// <returns>Bytes written: up to where a length leads out of the sample.</returns>
    public static int ToAnnexB(ReadOnlySpan<byte> sample, Span<byte> destination)
    {
        int position = 0;
        while (sample.Length - position >= LengthSize)
        {
            int start = position + LengthSize;
            int length = BinaryPrimitives.ReadInt32BigEndian(sample[position..]);
            if (length < 0 || length > sample.Length - start)
            {
                break;
            }

            BinaryPrimitives.WriteInt32BigEndian(destination[position..], 1);
            sample.Slice(start, length).CopyTo(destination[start..]);
            position = start + length;
        }

        return position;
    }

    private static bool IsInSample(H264NalType type) =>
        type
            is not (
                H264NalType.Sps
                or H264NalType.Pps
                or H264NalType.AccessUnitDelimiter
                or H264NalType.EndOfSequence
                or H264NalType.EndOfStream
                or H264NalType.FillerData
            );
}
