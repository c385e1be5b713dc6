using System.Buffers;
using System.Buffers.Binary;
using CameraGrid.Media;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Nut;

public sealed class NutFuzzTests
{
    private const int Iterations = 2000;

    /// <summary>Long enough for all headers and many frames of every stream in the table.</summary>
    private const int Length = 16_384;

    [Theory]
    [MemberData(nameof(TestMedia.Names), MemberType = typeof(TestMedia))]
    public async Task Damaged_stream_is_refused_or_read(string name)
    {
        byte[] nut = [.. (await TestMedia.NutAsync(name)).Take(Length)];
        Mutations mutations = new(seed: 28);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            Read(mutations.Next(nut));
        }
    }

    /// <summary>Checksums keep most damage from the parsers of headers: here they are made to match again.</summary>
    [Theory]
    [InlineData("baseline")]
    [InlineData("b-pyramid")]
    [InlineData("aac")]
    public async Task Damaged_headers_with_right_checksums_are_refused_or_understood(string name)
    {
        byte[] nut = [.. (await TestMedia.NutAsync(name)).Take(Length)];
        List<(int Start, int Size)> packets = Packets(nut);
        Random random = new(29);
        for (int iteration = 0; iteration < Iterations * 2; iteration++)
        {
            byte[] damaged = [.. nut];
            for (int change = random.Next(3); change >= 0; change--)
            {
                (int start, int size) = packets[random.Next(Math.Min(packets.Count, 6))];
                Span<byte> packet = damaged.AsSpan(start, size);
                packet[random.Next(size - 4)] = (byte)random.Next(256);
                BinaryPrimitives.WriteUInt32BigEndian(packet[^4..], NutChecksum.Append(0, packet[..^4]));
            }

            Read(damaged);
        }
    }

    private static void Read(byte[] nut)
    {
        NutReader reader = new();
        ReadOnlySequence<byte> buffer = new(nut);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int frames = 0;
        try
        {
            while (reader.TryReadFrame(ref buffer, out _))
            {
                frames++;
            }
        }
        catch (MediaFormatException)
        {
            // The one way to refuse.
        }

        // Each frame takes at least a byte, so a reader that came back for nothing would be seen.
        Assert.InRange(frames, 0, nut.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    /// <summary>The packets' bodies with their checksums.</summary>
    private static List<(int Start, int Size)> Packets(byte[] nut)
    {
        List<(int, int)> packets = [];
        foreach (ulong startcode in (ulong[])[0x4E4D_7A56_1F5F_04AD, 0x4E53_1140_5BF2_F9DB, 0x4E4B_E4AD_EECA_4569])
        {
            byte[] pattern = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(pattern, startcode);
            for (int at = nut.AsSpan().IndexOf(pattern); at >= 0; )
            {
                int start = at + 8;
                int size = 0;
                do
                {
                    size = (size << 7) | (nut[start] & 0x7F);
                } while ((nut[start++] & 0x80) != 0);

                packets.Add((start, size));
                int next = nut.AsSpan(start).IndexOf(pattern);
                at = next < 0 ? next : start + next;
            }
        }

        return packets;
    }
}
