namespace CameraGrid.Media.H264;

/// <summary>A sequence parameter set, ITU-T H.264 7.3.2.1.1.</summary>
public sealed record H264Sps
{
    private const int MaxMacroblocks = 1024;

    private H264Sps() { }

    public required int ProfileIdc { get; init; }

    /// <summary>The byte behind profile_idc: constraint_set0_flag in the top bit.</summary>
    public required int ConstraintFlags { get; init; }

    public required int LevelIdc { get; init; }

    /// <summary>seq_parameter_set_id</summary>
    public required int Id { get; init; }

    /// <summary>0 monochrome, 1 4:2:0, 2 4:2:2, 3 4:4:4.</summary>
    public required int ChromaFormatIdc { get; init; }

    /// <summary>Bits of a luma sample, 8 to 14.</summary>
    public required int BitDepthLuma { get; init; }

    /// <summary>Bits of a chroma sample, 8 to 14.</summary>
    public required int BitDepthChroma { get; init; }

    /// <summary>Pixels, cropped.</summary>
    public required int Width { get; init; }

    /// <summary>Pixels of a frame (not of a field), cropped.</summary>
    public required int Height { get; init; }

    /// <summary>A pixel's width relative to <see cref="SampleAspectHeight"/>; 1:1 where not said.</summary>
    public required int SampleAspectWidth { get; init; }

    public required int SampleAspectHeight { get; init; }

    /// <summary>Frames may be coded as two fields.</summary>
    public required bool IsInterlaced { get; init; }

    /// <summary>Frames a second by the timing information; null where there is none. Cameras are known to lie.</summary>
    public required double? FrameRate { get; init; }

    /// <summary>Frames that can precede another in decoding order and follow it in output order: 0 means no B-frames. Null
    /// where not said.</summary>
    public required int? MaxReorderFrames { get; init; }

    /// <summary>RFC 6381, as in <c>avc1.64001F</c>.</summary>
    public string CodecString => $"avc1.{ProfileIdc:X2}{ConstraintFlags:X2}{LevelIdc:X2}";

    /// <param name="nal">The NAL unit from its first byte (0x67 as a rule), with emulation prevention.</param>
    /// <exception cref="MediaFormatException">Not a parameter set, or a damaged one.</exception>
    public static H264Sps Parse(ReadOnlySpan<byte> nal)
    {
        if (H264Nal.TypeOf(nal) != H264NalType.Sps)
        {
            throw new MediaFormatException($"H.264 SPS: NAL unit type {H264Nal.TypeOf(nal)}");
        }

        RbspReader reader = new(nal, "SPS");
        _ = reader.ReadBits(8);
        int profile = (int)reader.ReadBits(8);
        int constraints = (int)reader.ReadBits(8);
        int level = (int)reader.ReadBits(8);
        int id = reader.ReadUnsigned("seq_parameter_set_id", 31);
        H264ChromaFormat chroma = H264ChromaFormat.Parse(ref reader, profile);
        reader.SkipExpGolomb(); // log2_max_frame_num_minus4
        bool isInDecodingOrder = ReadIsInDecodingOrder(ref reader);
        reader.SkipExpGolomb(); // max_num_ref_frames
        _ = reader.ReadFlag(); // gaps_in_frame_num_value_allowed_flag
        int width = (reader.ReadUnsigned("pic_width_in_mbs_minus1", MaxMacroblocks - 1) + 1) * 16;
        int height = (reader.ReadUnsigned("pic_height_in_map_units_minus1", MaxMacroblocks - 1) + 1) * 16;
        bool isProgressive = reader.ReadFlag(); // frame_mbs_only_flag
        if (!isProgressive)
        {
            height *= 2;
            _ = reader.ReadFlag(); // mb_adaptive_frame_field_flag
        }

        _ = reader.ReadFlag(); // direct_8x8_inference_flag
        if (reader.ReadFlag()) // frame_cropping_flag
        {
            Crop(ref reader, chroma, isProgressive, ref width, ref height);
        }

        H264Vui vui = reader.ReadFlag() ? H264Vui.ParseLenient(ref reader) : H264Vui.Unspecified;
        return new H264Sps
        {
            ProfileIdc = profile,
            ConstraintFlags = constraints,
            LevelIdc = level,
            Id = id,
            ChromaFormatIdc = chroma.Idc,
            BitDepthLuma = chroma.BitDepthLuma,
            BitDepthChroma = chroma.BitDepthChroma,
            Width = width,
            Height = height,
            SampleAspectWidth = vui.SampleAspectWidth,
            SampleAspectHeight = vui.SampleAspectHeight,
            IsInterlaced = !isProgressive,
            FrameRate = vui.FrameRate,
            MaxReorderFrames = isInDecodingOrder ? 0 : vui.MaxReorderFrames,
        };
    }

    /// <summary>pic_order_cnt_type 2: "the output order is the same as the decoding order" (8.2.1.3).</summary>
    private static bool ReadIsInDecodingOrder(ref RbspReader reader)
    {
        int type = reader.ReadUnsigned("pic_order_cnt_type", 2);
        if (type == 0)
        {
            reader.SkipExpGolomb(); // log2_max_pic_order_cnt_lsb_minus4
        }
        else if (type == 1)
        {
            _ = reader.ReadFlag(); // delta_pic_order_always_zero_flag
            reader.SkipExpGolomb(); // offset_for_non_ref_pic
            reader.SkipExpGolomb(); // offset_for_top_to_bottom_field
            int count = reader.ReadUnsigned("num_ref_frames_in_pic_order_cnt_cycle", 255);
            for (int index = 0; index < count; index++)
            {
                reader.SkipExpGolomb();
            }
        }

        return type == 2;
    }

    /// <summary>Equations 7-19 to 7-22: cropping counts chroma samples, and pairs of lines where there are fields.</summary>
    private static void Crop(
        ref RbspReader reader,
        H264ChromaFormat chroma,
        bool isProgressive,
        ref int width,
        ref int height
    )
    {
        int unitY = chroma.CropUnitY * (isProgressive ? 1 : 2);
        int left = reader.ReadUnsigned("frame_crop_left_offset", width);
        int right = reader.ReadUnsigned("frame_crop_right_offset", width);
        int top = reader.ReadUnsigned("frame_crop_top_offset", height);
        int bottom = reader.ReadUnsigned("frame_crop_bottom_offset", height);
        width -= chroma.CropUnitX * (left + right);
        height -= unitY * (top + bottom);
        if (width <= 0 || height <= 0)
        {
            throw new MediaFormatException("H.264 SPS: nothing is left after cropping");
        }
    }
}
