using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Mp4;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;

namespace CameraGrid.Tests.Media.Mp4;

/// <summary>Remuxes NUT into fragmented MP4 the way the product does: the parameter sets from the extra data, one
/// fragment of some frames of a stream after the other.</summary>
internal static class TestMovie
{
    public static byte[] FromNut(byte[] nut, int framesPerFragment = 1, ulong? ntpTimestamp = null)
    {
        (IReadOnlyList<NutStream> streams, List<CollectedFrame> frames) = NutCollector.Read(nut);
        Mp4Track[] tracks = [.. streams.Select(Track)];
        using MemoryStream movie = new();
        movie.Write(InitSegment.Create(tracks));
        uint sequenceNumber = 1;
        foreach (NutStream stream in streams)
        {
            CollectedFrame[] own = [.. frames.Where(frame => frame.StreamId == stream.Id)];
            for (int index = 0; index < own.Length; index += framesPerFragment)
            {
                int count = Math.Min(framesPerFragment, own.Length - index);
                movie.Write(Fragment(tracks[stream.Id], sequenceNumber++, own, index, count, ntpTimestamp));
            }
        }

        return movie.ToArray();
    }

    private static Mp4Track Track(NutStream stream)
    {
        Assert.Equal(1, stream.TimeBaseNumerator);
        uint timescale = (uint)stream.TimeBaseDenominator;
        if (stream.FourCc == NutFourCc.Aac)
        {
            return new AacTrack(stream.Id + 1, timescale, AacConfiguration.Parse(stream.ExtraData));
        }

        Assert.Equal(NutFourCc.H264, stream.FourCc);
        Assert.True(AvcConfiguration.TryFromAnnexB(stream.ExtraData, out AvcConfiguration? configuration));
        return new AvcTrack(stream.Id + 1, timescale, configuration);
    }

    private static byte[] Fragment(
        Mp4Track track,
        uint sequenceNumber,
        CollectedFrame[] frames,
        int start,
        int count,
        ulong? ntpTimestamp
    )
    {
        var samples = new FragmentSample[count];
        using MemoryStream data = new();
        for (int index = 0; index < count; index++)
        {
            CollectedFrame frame = frames[start + index];
            byte[] bytes = track is AvcTrack ? ToSample(frame.Bytes) : frame.Bytes;
            data.Write(bytes);
            samples[index] = new FragmentSample(
                bytes.Length,
                Duration(frames, start + index),
                (int)(frame.Pts - frame.Dts),
                frame.IsKey
            );
        }

        byte[] header = new byte[FragmentWriter.HeaderSize(count, ntpTimestamp.HasValue)];
        FragmentWriter.WriteHeader(
            header,
            track.TrackId,
            sequenceNumber,
            (ulong)frames[start].Dts,
            samples,
            ntpTimestamp
        );
        return [.. header, .. data.ToArray()];
    }

    private static uint Duration(CollectedFrame[] frames, int index)
    {
        int next = Math.Min(index + 1, frames.Length - 1);
        return (uint)(frames[next].Dts - frames[next - 1].Dts);
    }

    private static byte[] ToSample(byte[] annexB)
    {
        byte[] sample = new byte[LengthPrefixed.SizeOf(annexB)];
        return sample[..LengthPrefixed.FromAnnexB(annexB, sample)];
    }
}
