namespace CameraGrid.Media.H264;

/// <summary>nal_unit_type, ITU-T H.264 table 7-1: the low five bits of a NAL unit's first byte.</summary>
public enum H264NalType : byte
{
    Unspecified = 0,
    NonIdrSlice = 1,
    PartitionA = 2,
    PartitionB = 3,
    PartitionC = 4,
    IdrSlice = 5,
    Sei = 6,
    Sps = 7,
    Pps = 8,
    AccessUnitDelimiter = 9,
    EndOfSequence = 10,
    EndOfStream = 11,
    FillerData = 12,
}

/// <summary>Reads what a NAL unit is.</summary>
public static class H264Nal
{
    /// <param name="nal">A NAL unit without start code or length; <see cref="H264NalType.Unspecified"/> where empty.</param>
    public static H264NalType TypeOf(ReadOnlySpan<byte> nal) =>
        nal.IsEmpty ? H264NalType.Unspecified : (H264NalType)(nal[0] & 0x1F);
}
