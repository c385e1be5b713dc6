using System.Buffers.Binary;
using CameraGrid.Media.H264;
using CameraGrid.Media.Rtp;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Whep;

/// <summary>
/// The RTP packets of one frame, before they are protected. Its memory grows to the largest frame and is used again.
/// </summary>
internal sealed class FramePackets(RtpSender sender)
{
    private const int StartCodeSize = 4;

    /// <summary>What is left of a datagram when it is protected, and sent again on another stream.</summary>
    private const int Largest = WhepSocket.LargestPacket - Media.Srtp.SrtpSender.Overhead - RtxPacket.Overhead;

    private byte[] _accessUnit = new byte[64 * 1024];
    private byte[] _packets = new byte[64 * Largest];
    private int[] _lengths = new int[64];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index] => _packets.AsSpan(index * Largest, _lengths[index]);

    /// <summary>Makes the packets of a frame.</summary>
    public void Make(FrameLease lease, uint timestamp)
    {
        var payloads = new H264Packetizer(_accessUnit.AsSpan(0, WriteAccessUnit(lease)));
        Count = 0;
        while (true)
        {
            if (Count == _lengths.Length)
            {
                Array.Resize(ref _lengths, 2 * Count);
                Array.Resize(ref _packets, 2 * Count * Largest);
            }

            if (!sender.TryWrite(ref payloads, timestamp, _packets.AsSpan(Count * Largest, Largest), out var length))
            {
                return;
            }

            _lengths[Count++] = length;
        }
    }

    // A keyframe is sent with its parameter sets, since a viewer may come, or a resolution change, at any one.
    private int WriteAccessUnit(FrameLease lease)
    {
        var sample = lease.Payload.Span;
        var video = lease.Frame.Generation.Video;
        var size = sample.Length + (lease.Frame.IsKey ? SizeOf(video.Sps) + SizeOf(video.Pps) : 0);
        if (size > _accessUnit.Length)
        {
            _accessUnit = new byte[Math.Max(size, 2 * _accessUnit.Length)];
        }

        var written = lease.Frame.IsKey ? Write(video.Pps, Write(video.Sps, 0)) : 0;
        return written + LengthPrefixed.ToAnnexB(sample, _accessUnit.AsSpan(written));
    }

    private int Write(IReadOnlyList<byte[]> nals, int at)
    {
        for (var index = 0; index < nals.Count; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(_accessUnit.AsSpan(at), 1);
            nals[index].CopyTo(_accessUnit.AsSpan(at + StartCodeSize));
            at += StartCodeSize + nals[index].Length;
        }

        return at;
    }

    private static int SizeOf(IReadOnlyList<byte[]> nals)
    {
        var size = 0;
        for (var index = 0; index < nals.Count; index++)
        {
            size += StartCodeSize + nals[index].Length;
        }

        return size;
    }
}
