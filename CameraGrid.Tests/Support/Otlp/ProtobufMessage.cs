using System.Buffers.Binary;
using System.Text;

namespace CameraGrid.Tests.Support.Otlp;

/// <summary>A message of Protocol Buffers, read without its schema: fields by their numbers.</summary>
/// <remarks>https://protobuf.dev/programming-guides/encoding</remarks>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, ulong Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtobufMessage(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var tag = Varint(ref bytes);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, Varint(ref bytes), default));
                    break;
                case 1:
                    _fields.Add((field, BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span), default));
                    bytes = bytes[sizeof(ulong)..];
                    break;
                case 2:
                    var length = (int)Varint(ref bytes);
                    _fields.Add((field, 0, bytes[..length]));
                    bytes = bytes[length..];
                    break;
                case 5:
                    _fields.Add((field, BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span), default));
                    bytes = bytes[sizeof(uint)..];
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} is none.");
            }
        }
    }

    /// <summary>A repeated field of messages.</summary>
    public IEnumerable<ProtobufMessage> Messages(int field) =>
        _fields.Where(found => found.Field == field).Select(found => new ProtobufMessage(found.Bytes));

    /// <summary>A field's bytes in hexadecimal digits; empty where it is not there.</summary>
    public string Hex(int field) => Convert.ToHexStringLower(Find(field).Bytes.Span);

    /// <summary>A field's text; empty where it is not there.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Find(field).Bytes.Span);

    /// <summary>A field's bits, whatever they mean; 0 where it is not there.</summary>
    public ulong Number(int field) => Find(field).Number;

    private (int Field, ulong Number, ReadOnlyMemory<byte> Bytes) Find(int field) =>
        _fields.Find(found => found.Field == field);

    private static ulong Varint(ref ReadOnlyMemory<byte> bytes)
    {
        var value = 0UL;
        for (var i = 0; ; i++)
        {
            var next = bytes.Span[i];
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
    }
}
