using System.Buffers.Binary;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Tests.Media.Rtp;

/// <summary>The receiving side of what the packetisers write, for the tests.</summary>
internal static class Depacketizer
{
    /// <summary>NAL units of these sizes, types 1 to 23, without anything like a start code inside.</summary>
    public static List<byte[]> Nals(int[] sizes, int headerSize)
    {
        var random = new Random(sizes.Length);
        return
        [
            .. sizes.Select(size =>
            {
                var nal = new byte[size];
                for (var i = 0; i < size; i++)
                {
                    nal[i] = (byte)random.Next(1, 256);
                }

                nal[0] = headerSize == 1 ? (byte)(0x60 | random.Next(1, 24)) : (byte)(random.Next(0, 48) << 1);
                if (headerSize == 2)
                {
                    nal[1] = 1;
                }

                return nal;
            }),
        ];
    }

    public static byte[] AnnexB(IEnumerable<byte[]> nals) => [.. nals.SelectMany(nal => (byte[])[0, 0, 0, 1, .. nal])];

    /// <summary>A picture of 640x360 in 4:2:0 with this scan.</summary>
    public static byte[] Jpeg(byte[] scan) =>
        [
            .. (byte[])[0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0],
            .. (byte[])[0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)11, 64)],
            .. (byte[])[0xFF, 0xDB, 0, 67, 1, .. Enumerable.Repeat((byte)17, 64)],
            .. (byte[])[0xFF, 0xC0, 0, 17, 8, 1, 104, 2, 128, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
            .. (byte[])[0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0],
            .. scan,
            .. (byte[])[0xFF, 0xD9],
        ];

    /// <summary>All payloads of a frame; only the last one is marked as such.</summary>
    public static List<byte[]> Collect<T>(ref T payloads, int maxPayload)
        where T : struct, IRtpPayloads, allows ref struct
    {
        var collected = new List<byte[]>();
        var buffer = new byte[maxPayload];
        var ended = false;
        while (payloads.TryWrite(buffer, out var written, out var isLast))
        {
            Assert.False(ended);
            collected.Add(buffer[..written]);
            ended = isLast;
        }

        Assert.True(ended);
        return collected;
    }

    public static List<byte[]> H264(IEnumerable<byte[]> payloads)
    {
        var nals = new List<byte[]>();
        foreach (var payload in payloads)
        {
            switch (payload[0] & 0x1F)
            {
                case 24:
                    nals.AddRange(Aggregated(payload.AsSpan(1)));
                    break;
                case 28 when (payload[1] & 0x80) != 0:
                    nals.Add([(byte)((payload[0] & 0xE0) | (payload[1] & 0x1F)), .. payload[2..]]);
                    break;
                case 28:
                    nals[^1] = [.. nals[^1], .. payload[2..]];
                    break;
                default:
                    nals.Add(payload);
                    break;
            }
        }

        return nals;
    }

    public static List<byte[]> H265(IEnumerable<byte[]> payloads)
    {
        var nals = new List<byte[]>();
        foreach (var payload in payloads)
        {
            switch (payload[0] >> 1 & 0x3F)
            {
                case 48:
                    nals.AddRange(Aggregated(payload.AsSpan(2)));
                    break;
                case 49 when (payload[2] & 0x80) != 0:
                    nals.Add([(byte)((payload[0] & 0x81) | (payload[2] & 0x3F) << 1), payload[1], .. payload[3..]]);
                    break;
                case 49:
                    nals[^1] = [.. nals[^1], .. payload[3..]];
                    break;
                default:
                    nals.Add(payload);
                    break;
            }
        }

        return nals;
    }

    private static List<byte[]> Aggregated(ReadOnlySpan<byte> units)
    {
        var nals = new List<byte[]>();
        while (!units.IsEmpty)
        {
            var size = BinaryPrimitives.ReadUInt16BigEndian(units);
            nals.Add(units.Slice(2, size).ToArray());
            units = units[(2 + size)..];
        }

        return nals;
    }
}
