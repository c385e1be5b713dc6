namespace CameraGrid.Media.H264;

/// <summary>Reads bits of a NAL unit, passing over emulation prevention (ITU-T H.264, 7.3.1 and 9.1).</summary>
/// <param name="nal">The NAL unit from its first byte.</param>
/// <param name="what">The NAL unit's name in errors.</param>
internal ref struct RbspReader(ReadOnlySpan<byte> nal, string what)
{
    private readonly ReadOnlySpan<byte> _nal = nal;
    private int _next;
    private int _zeros;
    private int _current;
    private int _bitsLeft;

    public uint ReadBit()
    {
        if (_bitsLeft == 0)
        {
            LoadByte();
        }

        _bitsLeft--;
        return (uint)(_current >> _bitsLeft) & 1;
    }

    public bool ReadFlag() => ReadBit() != 0;

    /// <summary>u(n), up to 32 bits.</summary>
    public uint ReadBits(int count)
    {
        uint value = 0;
        for (int bit = 0; bit < count; bit++)
        {
            value = (value << 1) | ReadBit();
        }

        return value;
    }

    /// <summary>ue(v) within bounds.</summary>
    public int ReadUnsigned(string field, int maximum)
    {
        uint value = ReadExpGolomb();
        return value <= (uint)maximum
            ? (int)value
            : throw new MediaFormatException($"H.264 {what}: {field} is {value}, more than {maximum}");
    }

    /// <summary>ue(v) of which nothing depends.</summary>
    public void SkipExpGolomb() => _ = ReadExpGolomb();

    /// <summary>se(v)</summary>
    public int ReadSigned()
    {
        uint value = ReadExpGolomb();
        int half = (int)(value >> 1);
        return (value & 1) == 0 ? -half : half + 1;
    }

    private uint ReadExpGolomb()
    {
        int zeros = 0;
        while (!ReadFlag())
        {
            if (++zeros > 31)
            {
                throw new MediaFormatException($"H.264 {what}: a value exceeds 32 bits");
            }
        }

        return (uint)((1UL << zeros) - 1 + ReadBits(zeros));
    }

    private void LoadByte()
    {
        // "emulation_prevention_three_byte: a byte equal to 0x03", behind two zero bytes.
        if (_zeros >= 2 && _next < _nal.Length && _nal[_next] == 3)
        {
            _next++;
            _zeros = 0;
        }

        if (_next == _nal.Length)
        {
            throw new MediaFormatException($"H.264 {what}: ends early");
        }

        _current = _nal[_next++];
        _zeros = _current == 0 ? _zeros + 1 : 0;
        _bitsLeft = 8;
    }
}
