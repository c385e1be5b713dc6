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

    private readonly NutReader _reader = new();
    private NutStream? _video;
    private NutStream? _audio;
    private AvcConfiguration? _configuration;
    private AacConfiguration? _aac;
    private bool _started;
    private int _backwards;
    private byte[] _scratch = [];

    /// <summary>Set when the stream turns out to need another plan than this run's; nothing is written from then on.</summary>
    public StreamPlan? BetterPlan { get; private set; }

    /// <summary>Video frames handed on.</summary>
    public long Frames { get; private set; }

    /// <summary>Reads all frames that are complete and moves the buffer behind them.</summary>
    /// <exception cref="MediaFormatException">FFmpeg's output is not NUT, or a parameter set is broken.</exception>
    public void Read(ref ReadOnlySequence<byte> buffer)
    {
        while (BetterPlan is null && _reader.TryReadFrame(ref buffer, out var frame))
        {
            if (_video is null)
            {
                ReadHeaders(_reader.Streams!);
            }

            var payload = Contiguous(frame.Payload);
            if (frame.StreamId == _video!.Id)
            {
                ReadVideo(frame, payload);
            }
            else if (frame.StreamId == _audio?.Id && _started && _aac is not null)
            {
                writer.WriteAudio(payload, Microseconds(frame.Dts, _audio));
            }
        }
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

    private void ReadVideo(in NutFrame frame, ReadOnlySpan<byte> payload)
    {
        if (frame.IsKey)
        {
            ReadParameterSets(payload);
        }

        if (_configuration is null || (!_started && !frame.IsKey) || BetterPlan is not null)
        {
            return;
        }

        if (!_started)
        {
            _started = true;
            writer.StartGeneration(_configuration, _aac);
        }

        if (IsOutOfOrder(frame))
        {
            BetterPlan = plan with { Analysis = Analysis.Thorough };
            return;
        }

        Frames++;
        writer.WriteVideo(payload, Microseconds(frame.Dts, _video!), Microseconds(frame.Pts, _video!), frame.IsKey);
    }

    // B-frames that FFmpeg was not told of: it took the order of decoding for that of presentation.
    private bool IsOutOfOrder(in NutFrame frame)
    {
        _backwards += frame.Pts < frame.Dts ? 1 : 0;
        return plan.Analysis == Analysis.Quick && _backwards >= MostBackwards;
    }

    // Cameras repeat their parameter sets before each keyframe; only new ones make a new generation.
    private void ReadParameterSets(ReadOnlySpan<byte> accessUnit)
    {
        if (_configuration is not null && !HoldsOtherThan(_configuration, accessUnit))
        {
            return;
        }

        if (AvcConfiguration.TryFromAnnexB(accessUnit, out var configuration))
        {
            _configuration = configuration;
            _started = false;
            Replan();
        }
    }

    private static bool HoldsOtherThan(AvcConfiguration known, ReadOnlySpan<byte> accessUnit)
    {
        var reader = new AnnexBReader(accessUnit);
        while (reader.TryRead(out var nal))
        {
            switch (H264Nal.TypeOf(nal))
            {
                case H264NalType.Sps when !Contains(known.Sps, nal):
                case H264NalType.Pps when !Contains(known.Pps, nal):
                    return true;
                case H264NalType.IdrSlice or H264NalType.NonIdrSlice:
                    // ITU-T H.264, 7.4.1.2.3: parameter sets stand before the first slice.
                    return false;
            }
        }

        return false;
    }

    private static bool Contains(IReadOnlyList<byte[]> sets, ReadOnlySpan<byte> nal)
    {
        // By index: a list behind its interface allocates its enumerator.
        for (var i = 0; i < sets.Count; i++)
        {
            if (nal.SequenceEqual(sets[i]))
            {
                return true;
            }
        }

        return false;
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
