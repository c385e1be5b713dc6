namespace CameraGrid.Media.Nut;

/// <summary>
/// A stream header.
/// <code>
/// stream_id v | stream_class v | fourcc vb | time_base_id v | msb_pts_shift v | max_pts_distance v | decode_delay v
/// | stream_flags v | codec_specific_data vb
/// | video: width v, height v, sample_width v, sample_height v, colorspace_type v
/// | audio: samplerate_num v, samplerate_denom v, channel_count v
/// | reserved
/// </code>
/// </summary>
internal static class NutStreamHeader
{
    private const int MaxDecodeDelay = 32;
    private const int MaxPixels = 65536;

    public static NutStreamState Parse(ReadOnlySpan<byte> packet, NutMainHeader main)
    {
        NutPacketReader reader = new(packet, "stream header");
        int id = reader.ReadInt32("stream_id", 0, main.StreamCount - 1);
        NutStreamClass streamClass = reader.ReadUnsigned() switch
        {
            0 => NutStreamClass.Video,
            1 => NutStreamClass.Audio,
            _ => NutStreamClass.Other,
        };
        string fourCc = reader.ReadFourCc();
        (long numerator, long denominator) = main.TimeBases[
            reader.ReadInt32("time_base_id", 0, main.TimeBases.Length - 1)
        ];
        int msbPtsShift = reader.ReadInt32("msb_pts_shift", 0, 15);
        long maxPtsDistance = (long)Math.Min(reader.ReadUnsigned(), long.MaxValue);
        int decodeDelay = reader.ReadInt32("decode_delay", 0, MaxDecodeDelay);
        _ = reader.ReadUnsigned(); // stream_flags
        byte[] extraData = reader.ReadBytes().ToArray();

        int width = 0;
        int height = 0;
        int sampleRate = 0;
        int channels = 0;
        if (streamClass == NutStreamClass.Video)
        {
            width = reader.ReadInt32("width", 1, MaxPixels);
            height = reader.ReadInt32("height", 1, MaxPixels);
        }
        else if (streamClass == NutStreamClass.Audio)
        {
            int rate = reader.ReadInt32("samplerate_num", 1, int.MaxValue);
            sampleRate = rate / reader.ReadInt32("samplerate_denom", 1, int.MaxValue);
            channels = reader.ReadInt32("channel_count", 1, 255);
        }

        NutStream stream = new(
            id,
            streamClass,
            fourCc,
            numerator,
            denominator,
            decodeDelay,
            extraData,
            width,
            height,
            sampleRate,
            channels
        );
        return new NutStreamState(stream, msbPtsShift, maxPtsDistance);
    }
}
