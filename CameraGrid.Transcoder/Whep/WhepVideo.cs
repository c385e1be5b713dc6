using System.Security.Cryptography;
using CameraGrid.Media;
using CameraGrid.Media.Rtp;
using CameraGrid.Media.Sdp;
using CameraGrid.Media.Srtp;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Whep;

/// <summary>Sends a datagram to the viewer.</summary>
internal delegate void SendDatagram(ReadOnlySpan<byte> datagram);

/// <summary>
/// One viewer's RTP stream: frames become protected packets, sent once and, where the viewer tells of a loss, once more.
/// </summary>
/// <remarks>
/// The RTP clock is the wall clock at which each frame left FFmpeg, in 90ths of a millisecond since 1970, modulo 2^32. By it a
/// page knows how old the picture is that it shows, for each single frame and without a report of anybody.
/// </remarks>
internal sealed class WhepVideo : IDisposable
{
    private const int TicksAMillisecond = 90;
    private static readonly byte[] CanonicalName = "cameragrid"u8.ToArray();
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    /// <summary>So many packets leave at once: a browser's socket holds more, a switch's queue may not.</summary>
    private const int Burst = 16;

    private static readonly TimeSpan BetweenBursts = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly OfferedH264 _format;
    private readonly uint _rtxSsrc;
    private readonly SendDatagram _send;
    private readonly TimeProvider _time;
    private readonly RtpSender _sender;
    private readonly FramePackets _frame;
    private readonly SrtpSender _protection;
    private readonly SrtpSender _rtxProtection;
    private readonly SrtcpSender _reportProtection;
    private readonly PacketHistory _history = new();
    private readonly byte[] _datagram = new byte[WhepSocket.LargestPacket];

    private ushort _rtxSequenceNumber = FirstSequenceNumber();
    private int _resendable;
    private uint _lastTimestamp;
    private bool _started;
    private long _reportedAt;

    public WhepVideo(VideoAnswer answer, SrtpKeys keys, SendDatagram send, TimeProvider time)
    {
        _format = answer.Format;
        _rtxSsrc = answer.RtxSsrc;
        _send = send;
        _time = time;
        var extension = answer.Offer.PlayoutDelayId is { } id ? PlayoutDelay.None(id) : null;
        _sender = new RtpSender(_format.PayloadType, answer.Ssrc, FirstSequenceNumber(), extension);
        _frame = new FramePackets(_sender);
        _protection = new SrtpSender(keys, WhepSocket.LargestPacket);
        _rtxProtection = new SrtpSender(keys, WhepSocket.LargestPacket);
        _reportProtection = new SrtcpSender(keys, WhepSocket.LargestPacket);
    }

    /// <summary>Sends a frame. A large one takes some milliseconds.</summary>
    public async ValueTask SendAsync(FrameLease lease, CancellationToken cancellationToken)
    {
        _frame.Make(lease, TimestampOf(lease.Frame));
        for (var index = 0; index < _frame.Count; index++)
        {
            if (index > 0 && index % Burst == 0)
            {
                await Task.Delay(BetweenBursts, _time, cancellationToken);
            }

            SendFirst(_frame[index]);
        }

        if (_reportedAt == 0 || _time.GetElapsedTime(_reportedAt) >= ReportEvery)
        {
            _reportedAt = _time.GetTimestamp();
            SendReport();
        }
    }

    /// <summary>Sends lost packets again, as far as they are still there.</summary>
    public void Resend(RtcpNack nack)
    {
        if (nack.Ssrc != _sender.Ssrc)
        {
            return;
        }

        lock (_lock)
        {
            while (_resendable > 0 && nack.TryRead(out var sequenceNumber))
            {
                if (_history.TryFind(sequenceNumber, out var packet))
                {
                    _resendable--;
                    SendAgain(packet);
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _resendable = 0;
            _protection.Dispose();
            _rtxProtection.Dispose();
            _reportProtection.Dispose();
        }
    }

    // Frames that left FFmpeg within the same millisecond, or are sent once more, still need times of their own.
    private uint TimestampOf(in Frame frame)
    {
        var timestamp = (uint)(frame.ArrivedAt * TicksAMillisecond);
        if (_started && (int)(timestamp - _lastTimestamp) <= 0)
        {
            timestamp = _lastTimestamp + 1;
        }

        _started = true;
        return _lastTimestamp = timestamp;
    }

    private void SendFirst(ReadOnlySpan<byte> packet)
    {
        lock (_lock)
        {
            RtpHeader.TryRead(packet, out var header, out _);
            _history.Add(header.SequenceNumber, packet);
            // Whatever a viewer claims to have lost: no more is sent again than was sent.
            _resendable = Math.Min(_resendable + 1, PacketHistory.Size);
            packet.CopyTo(_datagram);
            _send(_datagram.AsSpan(0, _protection.Protect(_datagram, packet.Length)));
        }
    }

    private void SendAgain(ReadOnlySpan<byte> packet)
    {
        int length;
        if (_format.RtxPayloadType is { } payloadType)
        {
            length = RtxPacket.Write(packet, _datagram, payloadType, _rtxSsrc, _rtxSequenceNumber++);
            length = _rtxProtection.Protect(_datagram, length);
        }
        else
        {
            packet.CopyTo(_datagram);
            length = _protection.Protect(_datagram, packet.Length);
        }

        _send(_datagram.AsSpan(0, length));
    }

    private void SendReport()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            var timestamp = (uint)(now.ToUnixTimeMilliseconds() * TicksAMillisecond);
            _sender.Report(NtpTime.From(now), timestamp).Write(_datagram);
            var length = RtcpSenderReport.Size;
            length += RtcpPacket.WriteCanonicalName(_datagram.AsSpan(length), _sender.Ssrc, CanonicalName);
            _send(_datagram.AsSpan(0, _reportProtection.Protect(_datagram, length)));
        }
    }

    // "The initial value of the sequence number SHOULD be random" (RFC 3550, 5.1); in the lower half, so that the rollover
    // counter of a receiver that misses the first packets cannot be wrong (RFC 3711, 3.3.1).
    private static ushort FirstSequenceNumber() => (ushort)RandomNumberGenerator.GetInt32(1 << 15);
}
