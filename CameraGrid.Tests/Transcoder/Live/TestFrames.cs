using CameraGrid.Cameras;
using CameraGrid.Media.H264;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Tests.Transcoder.Live;

/// <summary>Streams of made-up frames: a number of bytes each, 25 a second, a keyframe every so many.</summary>
internal static class TestFrames
{
    public const long Interval = 40_000;

    /// <summary>Parameter sets of 640x360 baseline video, as libx264 writes them.</summary>
    private static readonly byte[] ParameterSets = Convert.FromHexString(
        "000000016742C01EDA0280BFE5C0440000030004000003 00CA3C58BA80000000 0168CE0FC8".Replace(
            " ",
            "",
            StringComparison.Ordinal
        )
    );

    public static LiveStream Stream(TimeSpan? duration = null, long mostBytes = 32 << 20, RingBlockPool? pool = null) =>
        new(
            new StreamKey("yard", StreamName.Main),
            pool ?? new RingBlockPool(),
            new LiveOptions(duration ?? TimeSpan.FromSeconds(10), mostBytes)
        );

    public static Generation Generation(long number = 1) =>
        AvcConfiguration.TryFromAnnexB(ParameterSets, out var configuration)
            ? new Generation(number, configuration, audio: null)
            : throw new InvalidOperationException("The parameter sets are broken.");

    /// <summary>Appends frame number <paramref name="index"/>; its bytes all hold the number.</summary>
    public static void Append(LiveStream stream, Generation generation, int index, int keyEvery = 25, int size = 1000)
    {
        stream.Reserve(size)[..size].Fill((byte)index);
        stream.Append(
            new FragmentInfo(
                generation,
                TrackKind.Video,
                IsKey: index % keyEvery == 0,
                DecodeTime: index * Interval,
                PresentationTime: index * Interval,
                ArrivedAt: 1_700_000_000_000 + index * Interval / 1000,
                HeaderLength: 100,
                Length: size
            )
        );
    }

    public static void Append(LiveStream stream, Generation generation, IEnumerable<int> indices, int keyEvery = 25)
    {
        foreach (var index in indices)
        {
            Append(stream, generation, index, keyEvery);
        }
    }

    /// <summary>Everything that the cursor has to give now, by frame number.</summary>
    public static List<long> Drain(LiveCursor cursor)
    {
        var read = new List<long>();
        while (cursor.TryRead(out var lease))
        {
            using (lease)
            {
                read.Add(lease.Frame.DecodeTime / Interval);
            }
        }

        return read;
    }
}
