using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Mp4;

namespace CameraGrid.Transcoder.Live;

/// <summary>
/// What stays the same while frames follow each other without a break: codec configuration and init segments.
/// A restarted FFmpeg, or new parameter sets within one run, begin a new generation.
/// </summary>
internal sealed class Generation
{
    /// <summary>Ticks a second of the video track (RTP's clock for video, RFC 6184 section 8.2.1).</summary>
    public const uint VideoTimescale = 90_000;

    public Generation(long number, AvcConfiguration video, AacConfiguration? audio)
    {
        Number = number;
        Video = video;
        Audio = audio;
        var videoTrack = new AvcTrack((int)TrackKind.Video, VideoTimescale, video);
        VideoInit = InitSegment.Create([videoTrack]);
        FullInit = audio is null
            ? VideoInit
            : InitSegment.Create([videoTrack, new AacTrack((int)TrackKind.Audio, (uint)audio.SampleRate, audio)]);
    }

    /// <summary>Grows with every generation of a stream, also over restarts of the process.</summary>
    public long Number { get; }

    public AvcConfiguration Video { get; }

    public AacConfiguration? Audio { get; }

    /// <summary>Init segment with the video track alone.</summary>
    public ReadOnlyMemory<byte> VideoInit { get; }

    /// <summary>Init segment with every track there is.</summary>
    public ReadOnlyMemory<byte> FullInit { get; }

    /// <summary>RFC 6381 codecs of the video track alone, such as <c>avc1.64001f</c>.</summary>
    public string VideoCodecs => Video.CodecString;

    /// <summary>RFC 6381 codecs of every track there is, such as <c>avc1.64001f,mp4a.40.2</c>.</summary>
    public string FullCodecs => Audio is null ? VideoCodecs : $"{VideoCodecs},{Audio.CodecString}";

    public int Width => Video.Parsed.Width;

    public int Height => Video.Parsed.Height;
}
