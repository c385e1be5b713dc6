using System.Globalization;

namespace CameraGrid.Tests.Media.H264;

/// <summary>Writes parameter sets by hand, for what no encoder at hand writes.</summary>
internal sealed class BitWriter
{
    private readonly List<bool> _bits = [];

    /// <summary>Digits 0 and 1; spaces are for reading.</summary>
    public BitWriter Bits(string digits)
    {
        _bits.AddRange(digits.Where(digit => digit != ' ').Select(digit => digit == '1'));
        return this;
    }

    public BitWriter U(int count, uint value) => Bits(Convert.ToString(value, 2).PadLeft(count, '0'));

    /// <summary>ue(v)</summary>
    public BitWriter Ue(params ReadOnlySpan<uint> values)
    {
        foreach (uint value in values)
        {
            string digits = Convert.ToString(value + 1L, 2);
            Bits(new string('0', digits.Length - 1) + digits);
        }

        return this;
    }

    /// <summary>The bytes with a stop bit and with emulation prevention.</summary>
    public byte[] ToNal()
    {
        List<bool> bits = [.. _bits, true];
        List<byte> nal = [];
        int zeros = 0;
        for (int start = 0; start < bits.Count; start += 8)
        {
            string digits = string.Concat(bits.Skip(start).Take(8).Select(bit => bit ? '1' : '0')).PadRight(8, '0');
            byte value = byte.Parse(digits, NumberStyles.BinaryNumber, CultureInfo.InvariantCulture);
            if (zeros >= 2 && value <= 3)
            {
                nal.Add(3);
                zeros = 0;
            }

            nal.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }

        return [.. nal];
    }
}
