using System.Buffers.Binary;
using System.Text;

namespace CameraGrid.Tests.Media.Mp4;

/// <summary>A file's boxes as an indented outline, each with its size.</summary>
internal static class BoxTree
{
    private static readonly string[] Containers =
    [
        "moov",
        "trak",
        "mdia",
        "minf",
        "dinf",
        "stbl",
        "mvex",
        "moof",
        "traf",
    ];

    public static string Outline(ReadOnlySpan<byte> file)
    {
        StringBuilder outline = new();
        Append(outline, file, "");
        return outline.ToString().TrimEnd();
    }

    /// <summary>The bytes behind the header of the first box reached by the types.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> file, params ReadOnlySpan<string> path)
    {
        while (!file.IsEmpty)
        {
            (int size, string type) = ReadHeader(file);
            if (type == path[0])
            {
                return path.Length == 1 ? file[8..size] : Find(file[8..size], path[1..]);
            }

            file = file[size..];
        }

        throw new InvalidOperationException($"No box {path[0]}");
    }

    private static void Append(StringBuilder outline, ReadOnlySpan<byte> boxes, string indent)
    {
        while (!boxes.IsEmpty)
        {
            (int size, string type) = ReadHeader(boxes);
            outline.Append(indent).Append(type).Append(' ').Append(size).Append('\n');
            if (Containers.Contains(type))
            {
                Append(outline, boxes[8..size], indent + "  ");
            }

            boxes = boxes[size..];
        }
    }

    private static (int Size, string Type) ReadHeader(ReadOnlySpan<byte> box) =>
        (BinaryPrimitives.ReadInt32BigEndian(box), Encoding.ASCII.GetString(box[4..8]));
}
