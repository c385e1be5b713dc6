namespace CameraGrid.Media.H264;

/// <summary>Collects parameter sets by their ids.</summary>
internal sealed class ParameterSets
{
    private const int MaxSize = ushort.MaxValue; // A configuration record gives lengths two bytes.
    private const int MaxSpsId = 31;
    private const int MaxPpsId = 254; // 255 is allowed, but a configuration record counts to 255.

    private readonly SortedList<int, byte[]> _sps = [];
    private readonly SortedList<int, byte[]> _pps = [];

    public bool IsComplete => _sps.Count > 0 && _pps.Count > 0;

    public IReadOnlyList<byte[]> Sps => [.. _sps.Values];

    public IReadOnlyList<byte[]> Pps => [.. _pps.Values];

    /// <summary>Takes a NAL unit; other than parameter sets are ignored.</summary>
    public void Add(ReadOnlySpan<byte> nal)
    {
        H264NalType type = H264Nal.TypeOf(nal);
        if (type is not (H264NalType.Sps or H264NalType.Pps))
        {
            return;
        }

        if (nal.Length > MaxSize)
        {
            throw new MediaFormatException($"H.264 {type} of {nal.Length} bytes");
        }

        if (type == H264NalType.Sps)
        {
            _sps[H264Sps.Parse(nal).Id] = nal.ToArray();
            return;
        }

        RbspReader reader = new(nal, "PPS");
        _ = reader.ReadBits(8);
        int id = reader.ReadUnsigned("pic_parameter_set_id", MaxPpsId);
        _ = reader.ReadUnsigned("seq_parameter_set_id", MaxSpsId);
        _pps[id] = nal.ToArray();
    }
}
