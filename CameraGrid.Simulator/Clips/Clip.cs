using CameraGrid.Media.H264;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Simulator.Clips;

/// <summary>A clip in memory, immutable, shared by all sessions that play it.</summary>
internal sealed record Clip(ClipTrack Video, ClipTrack? Audio)
{
    public IEnumerable<ClipTrack> Tracks => Audio is null ? [Video] : [Video, Audio];
}

internal enum ClipCodec
{
    H264,
    H265,
    Mjpeg,
    Aac,
    Alaw,
}

/// <summary>Where a frame's bytes are, and its times in units of the track's clock from the start of the loop.</summary>
/// <param name="Offset">First byte in the track's data.</param>
/// <param name="Size">Bytes.</param>
/// <param name="PresentationTime">When it is shown: what its RTP timestamp says.</param>
/// <param name="SendTime">When it leaves; never before the presentation time, as a camera cannot send what it has not seen.</param>
/// <param name="IsKey">Whether a decoder can start here.</param>
internal readonly record struct ClipFrame(int Offset, int Size, long PresentationTime, long SendTime, bool IsKey);

/// <summary>The frames of one stream of a clip, repeated for ever: frame number n is frame n modulo the count of them.</summary>
internal sealed class ClipTrack(
    ClipCodec codec,
    int clockRate,
    long period,
    byte[] extraData,
    byte[] data,
    ClipFrame[] frames
)
{
    public ClipCodec Codec => codec;

    /// <summary>Units of time a second: 90 kHz for pictures (as RTP has it), the sample rate for sound.</summary>
    public int ClockRate => clockRate;

    /// <summary>Frames per second.</summary>
    public long FrameRate => (long)clockRate * frames.Length / period;

    public byte[] ExtraData => extraData;

    public int FrameCount => frames.Length;

    public byte PayloadType =>
        codec switch
        {
            ClipCodec.Mjpeg => 26,
            ClipCodec.Alaw => 8,
            ClipCodec.Aac => 97,
            _ => 96,
        };

    public ClipFrame this[long number]
    {
        get
        {
            var (loop, index) = Math.DivRem(number, frames.Length);
            var frame = frames[index];
            return frame with
            {
                PresentationTime = frame.PresentationTime + loop * period,
                SendTime = frame.SendTime + loop * period,
            };
        }
    }

    /// <summary>When a frame is due, from the start of the clock.</summary>
    public TimeSpan Due(long number)
    {
        var (seconds, rest) = Math.DivRem(this[number].SendTime, clockRate);
        return new TimeSpan(seconds * TimeSpan.TicksPerSecond + rest * TimeSpan.TicksPerSecond / clockRate);
    }

    /// <summary>The moment on the track's clock, which is what its RTP timestamps count.</summary>
    public long ClockAt(TimeSpan elapsed)
    {
        var (seconds, ticks) = Math.DivRem(elapsed.Ticks, TimeSpan.TicksPerSecond);
        return seconds * clockRate + ticks * clockRate / TimeSpan.TicksPerSecond;
    }

    /// <summary>The first frame due at or after a moment at which a decoder can start.</summary>
    public long NextKeyFrame(TimeSpan elapsed)
    {
        var number = Math.Max(0, ClockAt(elapsed) / period - 1) * frames.Length;
        while (Due(number) < elapsed || !frames[number % frames.Length].IsKey)
        {
            number++;
        }

        return number;
    }

    /// <summary>The same without the parameter sets in band, which stand before all else in a frame.</summary>
    public ClipTrack WithoutParameterSets() =>
        new(codec, clockRate, period, extraData, data, [.. frames.Select(WithoutParameterSets)]);

    /// <summary>Writes the packets of a frame.</summary>
    /// <exception cref="Media.MediaFormatException">The frame is none that RTP could carry.</exception>
    public void Packetize(long number, uint timestamp, RtpSender sender, PacketBatch batch, int channel)
    {
        var (offset, size, _, _, _) = frames[number % frames.Length];
        var bytes = data.AsSpan(offset, size);
        switch (codec)
        {
            case ClipCodec.H264:
                batch.Add(channel, sender, new H264Packetizer(bytes), timestamp);
                break;
            case ClipCodec.H265:
                batch.Add(channel, sender, new H265Packetizer(bytes), timestamp);
                break;
            case ClipCodec.Mjpeg:
                batch.Add(channel, sender, new JpegPacketizer(bytes), timestamp);
                break;
            case ClipCodec.Aac:
                batch.Add(channel, sender, new AacPacketizer(bytes), timestamp);
                break;
            default:
                batch.Add(channel, sender, new G711Packetizer(bytes), timestamp);
                break;
        }
    }

    private ClipFrame WithoutParameterSets(ClipFrame frame)
    {
        const int StartCode = 3;
        var bytes = data.AsSpan(frame.Offset, frame.Size);
        var reader = new AnnexBReader(bytes);
        while (reader.TryRead(out var nal))
        {
            if (!IsParameterSet(nal[0]))
            {
                bytes.Overlaps(nal, out var start);
                start -= StartCode;
                return frame with { Offset = frame.Offset + start, Size = frame.Size - start };
            }
        }

        return frame;
    }

    private bool IsParameterSet(byte header) =>
        codec switch
        {
            ClipCodec.H264 => (header & 0x1F) is 7 or 8,
            ClipCodec.H265 => (header >> 1 & 0x3F) is >= 32 and <= 34,
            _ => false,
        };
}
