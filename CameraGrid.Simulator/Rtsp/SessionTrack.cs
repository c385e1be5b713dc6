using System.Security.Cryptography;
using CameraGrid.Media;
using CameraGrid.Media.Rtp;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Simulator.Faults;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>One track of a session: where in the clip it is, and its RTP stream.</summary>
internal sealed class SessionTrack(ClipTrack track, int rtpChannel, int rtcpChannel, ConnectionFaults faults)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(5);
    private readonly RtpSender _sender = new(
        track.PayloadType,
        BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)),
        BitConverter.ToUInt16(RandomNumberGenerator.GetBytes(2))
    );

    // "The initial value of the timestamp SHOULD be random" (RFC 3550, 5.1).
    private readonly uint _timestampOffset = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private readonly TimestampFaults _timestamps = new(faults, track.ClockRate);
    private ClipTrack _track = track;
    private (ClipTrack Track, long Number)? _upcoming;
    private long _next;
    private TimeSpan _nextReport;

    /// <summary>When the next frame is due.</summary>
    public TimeSpan Due { get; private set; }

    public ushort NextSequenceNumber => _sender.NextSequenceNumber;

    public uint NextTimestamp => Timestamp(_track[_next].PresentationTime);

    /// <summary>Goes to the next frame from which a decoder can start.</summary>
    public void SkipToKeyFrame(TimeSpan from)
    {
        _track = _upcoming?.Track ?? _track;
        _upcoming = null;
        MoveTo(_track.NextKeyFrame(from));
    }

    /// <summary>Goes on with another clip from that one's next keyframe on, the timestamps continuous.</summary>
    public void SwitchTo(ClipTrack other) => _upcoming = (other, other.NextKeyFrame(Due));

    /// <summary>Writes the next frame, and before it a sender report where one is due.</summary>
    public void WriteNext(PacketBatch batch, CameraClock clock, ReadOnlySpan<byte> canonicalName)
    {
        WriteReport(batch, clock, canonicalName);
        if (_upcoming is { } upcoming && Due >= upcoming.Track.Due(upcoming.Number))
        {
            (_track, _next) = upcoming;
            _upcoming = null;
        }

        _track.Packetize(_next, _timestamps.Frame(NextTimestamp), _sender, batch, rtpChannel);
        MoveTo(_next + 1);
    }

    /// <summary>Passes over the next frame.</summary>
    public void SkipNext() => MoveTo(_next + 1);

    /// <summary>Writes a sender report where one is due.</summary>
    public void WriteReport(PacketBatch batch, CameraClock clock, ReadOnlySpan<byte> canonicalName)
    {
        var now = clock.Elapsed;
        if (now >= _nextReport)
        {
            var timestamp = _timestamps.Clock(Timestamp(_track.ClockAt(now)));
            batch.Add(rtcpChannel, _sender.Report(NtpTime.From(clock.Epoch + now), timestamp), canonicalName);
            _nextReport = now + ReportInterval;
        }
    }

    private void MoveTo(long number)
    {
        _next = number;
        Due = _track.Due(number);
    }

    private uint Timestamp(long clock) => unchecked(_timestampOffset + (uint)clock);
}
