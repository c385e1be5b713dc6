using System.Buffers;

namespace CameraGrid.Media.Nut;

/// <summary>
/// Version 4: side data, then meta data, each <c>count v | (name vb, value s, [as the value says])*</c>, before a frame's
/// bytes. Not used here, so only measured.
/// </summary>
internal static class NutSideData
{
    private const string Damaged = "NUT frame: its side data is damaged";

    /// <returns>The frame's bytes behind both.</returns>
    public static ReadOnlySequence<byte> Skip(in ReadOnlySequence<byte> frame)
    {
        SequenceReader<byte> reader = new(frame);
        SkipItems(ref reader);
        SkipItems(ref reader);
        return reader.UnreadSequence;
    }

    private static void SkipItems(ref SequenceReader<byte> reader)
    {
        ulong count = ReadUnsigned(ref reader);
        for (ulong item = 0; item < count; item++)
        {
            SkipBytes(ref reader);
            switch (NutSigned.FromUnsigned(ReadUnsigned(ref reader), "frame"))
            {
                case -1:
                    SkipBytes(ref reader); // a string
                    break;
                case -2:
                    SkipBytes(ref reader); // a type
                    SkipBytes(ref reader);
                    break;
                case < -2:
                    _ = ReadUnsigned(ref reader); // a signed value, a time or a fraction
                    break;
            }
        }
    }

    private static void SkipBytes(ref SequenceReader<byte> reader)
    {
        ulong length = ReadUnsigned(ref reader);
        if (length > (ulong)reader.Remaining)
        {
            throw new MediaFormatException(Damaged);
        }

        reader.Advance((long)length);
    }

    private static ulong ReadUnsigned(ref SequenceReader<byte> reader)
    {
        ulong value = 0;
        while (reader.TryRead(out byte next))
        {
            if (value > ulong.MaxValue >> 7)
            {
                break;
            }

            value = (value << 7) | (next & 0x7Fu);
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw new MediaFormatException(Damaged);
    }
}
