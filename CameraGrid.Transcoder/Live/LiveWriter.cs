using CameraGrid.Media;
using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Mp4;

namespace CameraGrid.Transcoder.Live;

/// <summary>
/// Turns the access units of one FFmpeg run into fragments of a <see cref="LiveStream"/>. Times are in microseconds.
/// </summary>
internal sealed class LiveWriter(LiveStream stream, StreamTimeline timeline, TimeProvider time)
{
    private Generation? _generation;
    private uint _sequenceNumber;

    /// <summary>Begins a generation: what follows is decoded with these configurations.</summary>
    public void StartGeneration(AvcConfiguration video, AacConfiguration? audio)
    {
        timeline.StartGeneration();
        var number = Math.Max(time.GetUtcNow().ToUnixTimeSeconds(), (stream.Generation?.Number ?? 0) + 1);
        _generation = new Generation(number, video, audio);
    }

    /// <summary>Adds a video access unit in Annex B form (ITU-T H.264, annex B). Nothing of it is kept by reference.</summary>
    public void WriteVideo(ReadOnlySpan<byte> annexB, long decodeTime, long presentationTime, bool isKey)
    {
        var size = LengthPrefixed.SizeOf(annexB);
        if (size == 0)
        {
            return;
        }

        var headerLength = FragmentWriter.HeaderSize(1, withProducerReferenceTime: true);
        var room = stream.Reserve(headerLength + size);
        LengthPrefixed.FromAnnexB(annexB, room[headerLength..]);
        Write(TrackKind.Video, room, headerLength, size, decodeTime, presentationTime, isKey);
    }

    /// <summary>Adds one raw AAC frame.</summary>
    public void WriteAudio(ReadOnlySpan<byte> payload, long decodeTime)
    {
        var headerLength = FragmentWriter.HeaderSize(1, withProducerReferenceTime: true);
        var room = stream.Reserve(headerLength + payload.Length);
        payload.CopyTo(room[headerLength..]);
        Write(TrackKind.Audio, room, headerLength, payload.Length, decodeTime, decodeTime, isKey: true);
    }

    private void Write(
        TrackKind track,
        Span<byte> room,
        int headerLength,
        int size,
        long decodeTime,
        long presentationTime,
        bool isKey
    )
    {
        var generation = _generation ?? throw new InvalidOperationException("A generation comes before its frames.");
        var position = timeline.Place(track, decodeTime, presentationTime);
        var timescale = track == TrackKind.Video ? Generation.VideoTimescale : (uint)generation.Audio!.SampleRate;
        var coded = Ticks(position.CodedTime, timescale);
        var now = time.GetUtcNow();
        var sample = new FragmentSample(
            size,
            (uint)(Ticks(position.CodedTime + position.CodedDuration, timescale) - coded),
            (int)(Ticks(position.PresentationTime, timescale) - coded),
            isKey
        );
        FragmentWriter.WriteHeader(
            room[..headerLength],
            (int)track,
            ++_sequenceNumber,
            (ulong)coded,
            new ReadOnlySpan<FragmentSample>(in sample),
            NtpTime.From(now)
        );
        stream.Append(
            new FragmentInfo(
                generation,
                track,
                isKey,
                position.DecodeTime,
                position.PresentationTime,
                now.ToUnixTimeMilliseconds(),
                headerLength,
                headerLength + size
            )
        );
    }

    private static long Ticks(long microseconds, uint timescale) =>
        (long)Math.Round(microseconds * (double)timescale / 1_000_000);
}
