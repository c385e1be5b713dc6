using System.Buffers.Binary;
using System.Text;

namespace CameraGrid.Media.Mp4;

/// <summary>
/// Writes boxes (ISO/IEC 14496-12, 4.2) into memory that grows.
/// <code>
/// Box:     size u32 | type u32 | ...
/// FullBox: size u32 | type u32 | version u8 | flags u24 | ...
/// </code>
/// </summary>
internal sealed class BoxWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    public byte[] ToArray() => _bytes[.._length];

    /// <summary>Writes a box around what is written until the answer is disposed.</summary>
    public Scope Box(string type)
    {
        Scope scope = new(this, _length);
        UInt32(0);
        Ascii(type);
        return scope;
    }

    public Scope FullBox(string type, byte version = 0, uint flags = 0)
    {
        Scope scope = Box(type);
        UInt32(((uint)version << 24) | flags);
        return scope;
    }

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void UInt16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), (ushort)value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void Ascii(string value) => Encoding.ASCII.GetBytes(value, Reserve(value.Length));

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    public void Zeros(int count) => Reserve(count).Clear();

    /// <summary>Unity, in 16.16 but for the last column's 2.30.</summary>
    public void Matrix()
    {
        foreach (uint value in (ReadOnlySpan<uint>)[0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000])
        {
            UInt32(value);
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        }

        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    internal readonly struct Scope(BoxWriter writer, int start) : IDisposable
    {
        public void Dispose() =>
            BinaryPrimitives.WriteInt32BigEndian(writer._bytes.AsSpan(start), writer._length - start);
    }
}
