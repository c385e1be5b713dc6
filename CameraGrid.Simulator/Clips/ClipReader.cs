using System.Buffers;
using CameraGrid.Media;
using CameraGrid.Media.Nut;

namespace CameraGrid.Simulator.Clips;

/// <summary>Reads one output of a recipe into memory.</summary>
internal static class ClipReader
{
    private const int VideoClockRate = 90000;

    // 40 ms of A-law at 8 kHz: one packet a picture.
    private const int AlawPacket = 320;

    /// <exception cref="MediaFormatException">The file is not what the recipe makes.</exception>
    public static Clip Read(ReadOnlyMemory<byte> file, ClipRecipe recipe, VideoFormat format)
    {
        var reader = new NutReader();
        var buffer = new ReadOnlySequence<byte>(file);
        var streams = new Dictionary<int, RawTrack>();
        while (reader.TryReadFrame(ref buffer, out var frame))
        {
            if (!streams.TryGetValue(frame.StreamId, out var track))
            {
                track = new RawTrack(reader.Streams!.First(stream => stream.Id == frame.StreamId));
                streams.Add(frame.StreamId, track);
            }

            track.Add(frame);
        }

        var video = streams.Values.FirstOrDefault(track => track.Stream.Class == NutStreamClass.Video);
        var audio = streams.Values.FirstOrDefault(track => track.Stream.Class == NutStreamClass.Audio);
        if (video is null || video.Frames.Count != recipe.FrameCount || audio is null != recipe.Audio is null)
        {
            throw new MediaFormatException($"The clip {recipe.Name} is incomplete.");
        }

        return new Clip(Video(video, recipe, format.Codec), audio is null ? null : Audio(audio, recipe.Audio!.Value));
    }

    private static ClipTrack Video(RawTrack track, ClipRecipe recipe, VideoCodec codec)
    {
        var interval = VideoClockRate / recipe.FrameRate;
        var first = track.Frames.Min(frame => frame.PresentationTime);
        var delay = track.Frames.Max(frame => frame.PresentationTime - frame.SendTime);
        var frames = track
            .Frames.Select(frame =>
                frame with
                {
                    PresentationTime = track.Scale(frame.PresentationTime - first, VideoClockRate),
                    SendTime = track.Scale(frame.SendTime + delay - first, VideoClockRate),
                }
            )
            .ToArray();
        var clipCodec = codec switch
        {
            VideoCodec.H264 => ClipCodec.H264,
            VideoCodec.H265 => ClipCodec.H265,
            _ => ClipCodec.Mjpeg,
        };
        return track.ToClipTrack(clipCodec, VideoClockRate, (long)frames.Length * interval, frames);
    }

    private static ClipTrack Audio(RawTrack track, AudioCodec codec)
    {
        var rate = track.Stream.SampleRate;
        var (clipCodec, samples) = codec == AudioCodec.Aac ? (ClipCodec.Aac, 1024) : (ClipCodec.Alaw, AlawPacket);
        var count = ClipRecipe.AudioSeconds * rate / samples;
        var source =
            codec == AudioCodec.Aac
                // The encoder's first packet is silence that primes the decoder.
                ? track.Frames.Skip(1)
            : track.Frames.Count > 0
                ? Enumerable
                    .Range(0, (track.Length - track.Frames[0].Offset) / AlawPacket)
                    .Select(i => new ClipFrame(i * AlawPacket, AlawPacket, 0, 0, true))
            : [];
        var frames = source
            .Take(count)
            // Sound leaves when its last sample was heard; its timestamp is that of the first.
            .Select(
                (frame, i) =>
                    frame with
                    {
                        PresentationTime = (long)i * samples,
                        SendTime = (i + 1L) * samples,
                        IsKey = true,
                    }
            )
            .ToArray();
        return frames.Length == count
            ? track.ToClipTrack(clipCodec, rate, (long)count * samples, frames)
            : throw new MediaFormatException("The sound of a clip is too short.");
    }

    private sealed class RawTrack(NutStream stream)
    {
        private readonly ArrayBufferWriter<byte> _data = new(256 * 1024);

        public NutStream Stream => stream;

        public List<ClipFrame> Frames { get; } = [];

        public int Length => _data.WrittenCount;

        public void Add(in NutFrame frame)
        {
            Frames.Add(new ClipFrame(Length, (int)frame.Payload.Length, frame.Pts, frame.Dts, frame.IsKey));
            foreach (var part in frame.Payload)
            {
                _data.Write(part.Span);
            }
        }

        public long Scale(long time, int clockRate) =>
            (long)Math.Round((decimal)time * clockRate * stream.TimeBaseNumerator / stream.TimeBaseDenominator);

        public ClipTrack ToClipTrack(ClipCodec codec, int clockRate, long period, ClipFrame[] frames) =>
            new(codec, clockRate, period, stream.ExtraData, _data.WrittenSpan.ToArray(), frames);
    }
}
