namespace CameraGrid.Media.H264;

/// <summary>The part of a sequence parameter set that only the higher profiles have.</summary>
internal readonly record struct H264ChromaFormat(int Idc, int BitDepthLuma, int BitDepthChroma)
{
    /// <summary>SubWidthC of table 6-1, or 1 where ChromaArrayType is 0.</summary>
    public int CropUnitX => Idc is 1 or 2 ? 2 : 1;

    /// <summary>SubHeightC of table 6-1, or 1 where ChromaArrayType is 0.</summary>
    public int CropUnitY => Idc == 1 ? 2 : 1;

    public static bool IsSaidBy(int profile) =>
        profile is 100 or 110 or 122 or 244 or 44 or 83 or 86 or 118 or 128 or 138 or 139 or 134 or 135;

    public static H264ChromaFormat Parse(ref RbspReader reader, int profile)
    {
        if (!IsSaidBy(profile))
        {
            return new H264ChromaFormat(1, 8, 8);
        }

        int idc = reader.ReadUnsigned("chroma_format_idc", 3);
        if (idc == 3)
        {
            _ = reader.ReadFlag(); // separate_colour_plane_flag
        }

        int luma = reader.ReadUnsigned("bit_depth_luma_minus8", 6) + 8;
        int chroma = reader.ReadUnsigned("bit_depth_chroma_minus8", 6) + 8;
        _ = reader.ReadFlag(); // qpprime_y_zero_transform_bypass_flag
        if (reader.ReadFlag()) // seq_scaling_matrix_present_flag
        {
            int lists = idc == 3 ? 12 : 8;
            for (int list = 0; list < lists; list++)
            {
                if (reader.ReadFlag())
                {
                    SkipScalingList(ref reader, list < 6 ? 16 : 64);
                }
            }
        }

        return new H264ChromaFormat(idc, luma, chroma);
    }

    /// <summary>7.3.2.1.1.1: the list ends where a scale becomes 0.</summary>
    private static void SkipScalingList(ref RbspReader reader, int size)
    {
        int scale = 8;
        for (int index = 0; index < size && scale != 0; index++)
        {
            scale = (scale + reader.ReadSigned() + 256) & 0xFF;
        }
    }
}
