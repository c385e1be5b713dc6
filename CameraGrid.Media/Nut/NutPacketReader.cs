namespace CameraGrid.Media.Nut;

/// <summary>Reads the variable length fields of a packet that is complete.</summary>
/// <param name="data">The packet between its header and its checksum.</param>
/// <param name="what">The packet's name in errors.</param>
internal ref struct NutPacketReader(ReadOnlySpan<byte> data, string what)
{
    private ReadOnlySpan<byte> _rest = data;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>v: 7 bits a byte, the most significant first, the top bit says that more follow.</summary>
    public ulong ReadUnsigned()
    {
        ulong value = 0;
        for (int index = 0; index < _rest.Length; index++)
        {
            byte next = _rest[index];
            if (value > ulong.MaxValue >> 7)
            {
                throw new MediaFormatException($"NUT {what}: a value exceeds 64 bits");
            }

            value = (value << 7) | (next & 0x7Fu);
            if ((next & 0x80) == 0)
            {
                _rest = _rest[(index + 1)..];
                return value;
            }
        }

        throw new MediaFormatException($"NUT {what}: ends early");
    }

    /// <summary>A v within bounds.</summary>
    public int ReadInt32(string field, int minimum, int maximum)
    {
        ulong value = ReadUnsigned();
        return value >= (ulong)minimum && value <= (ulong)maximum
            ? (int)value
            : throw new MediaFormatException($"NUT {what}: {field} is {value}, expected {minimum} to {maximum}");
    }

    /// <summary>s: a v, of which odd values are positive.</summary>
    public long ReadSigned() => NutSigned.FromUnsigned(ReadUnsigned(), what);

    /// <summary>vb: a length, then that many bytes.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        ulong length = ReadUnsigned();
        if (length > (ulong)_rest.Length)
        {
            throw new MediaFormatException($"NUT {what}: {length} bytes announced, {_rest.Length} left");
        }

        ReadOnlySpan<byte> bytes = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return bytes;
    }

    public string ReadFourCc()
    {
        ReadOnlySpan<byte> bytes = ReadBytes();
        return bytes.Length is 2 or 4
            ? NutFourCc.From(bytes)
            : throw new MediaFormatException($"NUT {what}: fourcc of {bytes.Length} bytes");
    }
}

internal static class NutSigned
{
    public static long FromUnsigned(ulong value, string what)
    {
        if (value >= long.MaxValue)
        {
            throw new MediaFormatException($"NUT {what}: a signed value exceeds 63 bits");
        }

        long shifted = (long)value + 1;
        return (shifted & 1) == 0 ? shifted >> 1 : -(shifted >> 1);
    }
}
