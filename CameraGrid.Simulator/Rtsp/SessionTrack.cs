using System.Security.Cryptography;
using CameraGrid.Media;
using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>One track of a session: where in the clip it is, and its RTP stream.</summary>
internal sealed class SessionTrack(ClipTrack track, int rtpChannel, int rtcpChannel)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);
    private readonly RtpSender _sender = new(
        track.PayloadType,
        BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)),
        BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(2))
    );

    // "The initial value of the timestamp SHOULD be random" (RFC 3550, 5.1).
    private readonly uint _timestampOffset = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private long _next;
    private TimeSpan _nextReport;

    /// <summary>When the next frame is due.</summary>
    public TimeSpan Due { get; private set; }

    public ushort NextSequenceNumber => _sender.NextSequenceNumber;

    public uint NextTimestamp => Timestamp(track[_next].PresentationTime);

    /// <summary>Goes to the next frame from which a decoder can start.</summary>
    public void SkipToKeyFrame(TimeSpan from) => MoveTo(track.NextKeyFrame(from));

    /// <summary>Writes the next frame, and before it a sender report where one is due.</summary>
    public void WriteNext(PacketBatch batch, CameraClock clock, ReadOnlySpan<byte> canonicalName)
    {
        var now = clock.Elapsed;
        if (now >= _nextReport)
        {
            var report = _sender.Report(NtpTime.From(clock.Epoch + now), Timestamp(track.ClockAt(now)));
            batch.Add(rtcpChannel, report, canonicalName);
            _nextReport = now + ReportInterval;
        }

        track.Packetize(_next, NextTimestamp, _sender, batch, rtpChannel);
        MoveTo(_next + 1);
    }

    private void MoveTo(long number)
    {
        _next = number;
        Due = track.Due(number);
    }

    private uint Timestamp(long clock) => unchecked(_timestampOffset + (uint)clock);
}
