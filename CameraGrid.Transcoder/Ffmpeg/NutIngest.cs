using System.Buffers;
using CameraGrid.Media;
using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Nut;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// Feeds a <see cref="LiveWriter"/> with what one run of FFmpeg writes, and finds out whether its plan fits the stream.
/// </summary>
internal sealed class NutIngest(LiveWriter writer, StreamPlan plan)
{
    private const int MostBackwards = 5;

    /// <summary>
    /// Packets a picture, on average, up to which they are joined here: each costs a write and a read of the pipe, which for
    /// a large picture is more than its parser costs.
    /// </summary>
    private const int MostPackets = 10;

    /// <summary>Pictures, keyframes aside, that tell the average.</summary>
    private const int Sampled = 10;

    private readonly NutReader _reader = new();
    private readonly AccessUnitJoiner _joiner = new();
    private NutStream? _video;
    private NutStream? _audio;
    private AvcConfiguration? _configuration;
    private AacConfiguration? _aac;
    private bool _started;
    private int _backwards;
    private int _sampled;
    private int _packets;
    private byte[] _scratch = [];

    /// <summary>Set when the stream turns out to need another plan than this run's; nothing is written from then on.</summary>
    public StreamPlan? BetterPlan { get; private set; }

    /// <summary>Video frames handed on.</summary>
    public long Frames { get; private set; }

    /// <summary>Video frames that FFmpeg has written, those included that were of no use.</summary>
    public long VideoPackets { get; private set; }

    /// <summary>Video frames a second, as the stream's parameter sets have it; null where they do not say.</summary>
    public double? AnnouncedRate => _configuration?.Parsed.FrameRate;

    /// <summary>Reads all frames that are complete and moves the buffer behind them.</summary>
    /// <exception cref="MediaFormatException">FFmpeg's output is not NUT, or a parameter set is broken.</exception>
    public void Read(ref ReadOnlySequence<byte> buffer)
    {
        while (BetterPlan is null && TryReadFrame(ref buffer, out var frame))
        {
            var payload = Contiguous(frame.Payload);
            if (frame.StreamId == _video!.Id)
            {
                if (plan.JoinsPackets)
                {
                    ReadPacket(frame.Pts, payload);
                }
                else
                {
                    ReadVideo(payload, frame.Dts, frame.Pts, frame.IsKey);
                }
            }
            else if (frame.StreamId == _audio?.Id && _started && _aac is not null)
            {
                writer.WriteAudio(
                    payload,
                    Microseconds(frame.Dts, _audio) - (long)FfmpegCommand.SoundLater.TotalMicroseconds
                );
            }
        }
    }

    // FFmpeg writes its headers as soon as it knows them: a plan that does not fit shows before any frame.
    private bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out NutFrame frame)
    {
        var isFrame = _reader.TryReadFrame(ref buffer, out frame);
        if (_video is null && _reader.Streams is { } streams)
        {
            ReadHeaders(streams);
        }

        return isFrame && BetterPlan is null;
    }

    private void ReadHeaders(IReadOnlyList<NutStream> streams)
    {
        _video =
            streams.FirstOrDefault(stream => stream.Class == NutStreamClass.Video)
            ?? throw new MediaFormatException("FFmpeg's output has no video stream.");
        _audio = streams.FirstOrDefault(stream => stream.Class == NutStreamClass.Audio);
        if (Codecs.IsH264(_video) && AvcConfiguration.TryFromAnnexB(_video.ExtraData, out var configuration))
        {
            _configuration = configuration;
        }

        _aac = _audio is not null && Codecs.IsAac(_audio) ? ReadAac(_audio.ExtraData) : null;
        Replan();
    }

    // Some sources leave it to the frames, or break it. The encoder writes one that stands.
    private static AacConfiguration? ReadAac(byte[] configuration)
    {
        try
        {
            return AacConfiguration.Parse(configuration);
        }
        catch (MediaFormatException)
        {
            return null;
        }
    }

    private void ReadPacket(long pts, ReadOnlySpan<byte> payload)
    {
        var packet = H264Payload.Inspect(payload);
        if (_joiner.IsEndedBy(packet, pts))
        {
            ReadJoined();
        }

        _joiner.Add(packet, pts, payload);
        if (_joiner.IsWhole)
        {
            ReadJoined();
        }

        if (packet.HasBPicture || _joiner.WasCut)
        {
            BetterPlan = plan with { JoinsPackets = false };
        }
    }

    private void ReadJoined()
    {
        if (_joiner.IsRecoveryPoint || AreTooMany())
        {
            BetterPlan = plan with { JoinsPackets = false };
        }

        ReadVideo(_joiner.Unit, _joiner.Pts, _joiner.Pts, _joiner.IsKey);
        _joiner.Clear();
    }

    private bool AreTooMany()
    {
        if (_started && !_joiner.IsKey && _sampled < Sampled)
        {
            _sampled++;
            _packets += _joiner.Packets;
        }

        return _packets > Sampled * MostPackets;
    }

    private void ReadVideo(ReadOnlySpan<byte> accessUnit, long dts, long pts, bool isKey)
    {
        VideoPackets++;
        var unit = AccessUnit.Inspect(accessUnit, _configuration);
        if (unit.HasNewSets)
        {
            ReadParameterSets(accessUnit);
        }

        if (!unit.HasPicture || _configuration is null || (!_started && !isKey) || BetterPlan is not null)
        {
            return;
        }

        if (!_started)
        {
            _started = true;
            writer.StartGeneration(_configuration, _aac);
        }

        if (IsOutOfOrder(dts, pts))
        {
            BetterPlan = plan.AnalysedAs(Analysis.Thorough);
            return;
        }

        Frames++;
        writer.WriteVideo(accessUnit, Microseconds(dts, _video!), Microseconds(pts, _video!), isKey);
    }

    // B-frames that FFmpeg was not told of: it took the order of decoding for that of presentation.
    private bool IsOutOfOrder(long dts, long pts)
    {
        _backwards += pts < dts ? 1 : 0;
        return plan.Analysis != Analysis.Thorough && _backwards >= MostBackwards;
    }

    // The generation begins with the next keyframe, which is this one but for the rare camera that changes its parameter
    // sets in between.
    private void ReadParameterSets(ReadOnlySpan<byte> accessUnit)
    {
        var configuration = _configuration?.Updated(accessUnit);
        if (configuration is null && !AvcConfiguration.TryFromAnnexB(accessUnit, out configuration))
        {
            return;
        }

        _configuration = configuration;
        _started = false;
        Replan();
    }

    private void Replan()
    {
        var better = plan.For(_video!, _configuration?.Parsed, playsAudio: _audio is null || _aac is not null);
        BetterPlan = better == plan ? null : better;
    }

    private ReadOnlySpan<byte> Contiguous(in ReadOnlySequence<byte> payload)
    {
        if (payload.IsSingleSegment)
        {
            return payload.FirstSpan;
        }

        var length = (int)payload.Length;
        if (_scratch.Length < length)
        {
            _scratch = GC.AllocateUninitializedArray<byte>(length * 2);
        }

        payload.CopyTo(_scratch);
        return _scratch.AsSpan(0, length);
    }

    private static long Microseconds(long time, NutStream stream) =>
        (long)((Int128)time * stream.TimeBaseNumerator * 1_000_000 / stream.TimeBaseDenominator);
}
