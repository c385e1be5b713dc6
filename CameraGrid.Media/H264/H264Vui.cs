namespace CameraGrid.Media.H264;

/// <summary>Video usability information, ITU-T H.264 annex E, as far as it is used here.</summary>
internal readonly record struct H264Vui(
    int SampleAspectWidth,
    int SampleAspectHeight,
    double? FrameRate,
    int? MaxReorderFrames
)
{
    private const int ExtendedSampleAspect = 255;

    /// <summary>Table E-1.</summary>
    private static ReadOnlySpan<byte> SampleAspects =>
        [
            1,
            1,
            1,
            1,
            12,
            11,
            10,
            11,
            16,
            11,
            40,
            33,
            24,
            11,
            20,
            11,
            32,
            11,
            80,
            33,
            18,
            11,
            15,
            11,
            64,
            33,
            160,
            99,
            4,
            3,
            3,
            2,
            2,
            1,
        ];

    /// <summary>What counts where nothing is said.</summary>
    public static H264Vui Unspecified => new(1, 1, null, null);

    /// <summary>Cameras are known to cut this part short or to write more than they say: as a picture does not depend on it,
    /// damage here counts as nothing said.</summary>
    public static H264Vui ParseLenient(ref RbspReader reader)
    {
        try
        {
            return Parse(ref reader);
        }
        catch (MediaFormatException)
        {
            return Unspecified;
        }
    }

    private static H264Vui Parse(ref RbspReader reader)
    {
        (int width, int height) = ReadSampleAspect(ref reader);
        if (reader.ReadFlag()) // overscan_info_present_flag
        {
            _ = reader.ReadFlag();
        }

        if (reader.ReadFlag()) // video_signal_type_present_flag
        {
            _ = reader.ReadBits(4);
            if (reader.ReadFlag()) // colour_description_present_flag
            {
                _ = reader.ReadBits(24);
            }
        }

        if (reader.ReadFlag()) // chroma_loc_info_present_flag
        {
            reader.SkipExpGolomb();
            reader.SkipExpGolomb();
        }

        double? frameRate = reader.ReadFlag() ? ReadFrameRate(ref reader) : null;
        bool hasNalParameters = SkipHypotheticalDecoder(ref reader);
        bool hasVclParameters = SkipHypotheticalDecoder(ref reader);
        if (hasNalParameters || hasVclParameters)
        {
            _ = reader.ReadFlag(); // low_delay_hrd_flag
        }

        _ = reader.ReadFlag(); // pic_struct_present_flag
        int? maxReorderFrames = reader.ReadFlag() ? ReadMaxReorderFrames(ref reader) : null;
        return new H264Vui(width, height, frameRate, maxReorderFrames);
    }

    private static (int Width, int Height) ReadSampleAspect(ref RbspReader reader)
    {
        if (!reader.ReadFlag()) // aspect_ratio_info_present_flag
        {
            return (1, 1);
        }

        int index = (int)reader.ReadBits(8);
        if (index == ExtendedSampleAspect)
        {
            int width = (int)reader.ReadBits(16);
            int height = (int)reader.ReadBits(16);
            // "When [either] is equal to 0, the sample aspect ratio shall be considered unspecified"
            return width == 0 || height == 0 ? (1, 1) : (width, height);
        }

        return index * 2 < SampleAspects.Length ? (SampleAspects[index * 2], SampleAspects[index * 2 + 1]) : (1, 1);
    }

    /// <summary>A tick is a field: two of them make a frame.</summary>
    private static double? ReadFrameRate(ref RbspReader reader)
    {
        uint unitsInTick = reader.ReadBits(32);
        uint timeScale = reader.ReadBits(32);
        _ = reader.ReadFlag(); // fixed_frame_rate_flag
        return unitsInTick == 0 || timeScale == 0 ? null : timeScale / (2.0 * unitsInTick);
    }

    /// <summary>hrd_parameters, E.1.2.</summary>
    private static bool SkipHypotheticalDecoder(ref RbspReader reader)
    {
        if (!reader.ReadFlag())
        {
            return false;
        }

        int count = reader.ReadUnsigned("cpb_cnt_minus1", 31) + 1;
        _ = reader.ReadBits(8);
        for (int index = 0; index < count; index++)
        {
            reader.SkipExpGolomb();
            reader.SkipExpGolomb();
            _ = reader.ReadFlag();
        }

        _ = reader.ReadBits(20);
        return true;
    }

    /// <summary>bitstream_restriction</summary>
    private static int ReadMaxReorderFrames(ref RbspReader reader)
    {
        _ = reader.ReadFlag(); // motion_vectors_over_pic_boundaries_flag
        reader.SkipExpGolomb(); // max_bytes_per_pic_denom
        reader.SkipExpGolomb(); // max_bits_per_mb_denom
        reader.SkipExpGolomb(); // log2_max_mv_length_horizontal
        reader.SkipExpGolomb(); // log2_max_mv_length_vertical
        int maxReorderFrames = reader.ReadUnsigned("max_num_reorder_frames", 16);
        reader.SkipExpGolomb(); // max_dec_frame_buffering
        return maxReorderFrames;
    }
}
