using CameraGrid.Media.H264;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>What one frame of H.264 is good for.</summary>
/// <param name="HasPicture">It holds a slice, and nothing before it that no camera sends.</param>
/// <param name="HasNewSets">It holds parameter sets that are not known.</param>
internal readonly record struct AccessUnit(bool HasPicture, bool HasNewSets)
{
    /// <summary>
    /// Looks at the NAL units up to the first slice. Where a camera goes over to H.265 in the middle of its session, FFmpeg
    /// hands its frames on under the name of H.264: none of them holds a slice, as their types are even when read so. Nor do
    /// most frames of random bytes.
    /// </summary>
    public static AccessUnit Inspect(ReadOnlySpan<byte> annexB, AvcConfiguration? known)
    {
        // Most frames are a slice and nothing else; nobody has to look for its end.
        if (BeginsWithSlice(annexB))
        {
            return new(HasPicture: true, HasNewSets: false);
        }

        var hasNewSets = false;
        var reader = new AnnexBReader(annexB);
        while (reader.TryRead(out var nal))
        {
            switch (H264Nal.TypeOf(nal))
            {
                case var _ when (nal[0] & ForbiddenZeroBit) != 0:
                    return new(HasPicture: false, HasNewSets: false);
                case H264NalType.IdrSlice or H264NalType.NonIdrSlice:
                    // ITU-T H.264, 7.4.1.2.3: parameter sets stand before the first slice.
                    return new(HasPicture: true, hasNewSets);
                case H264NalType.Sps:
                    hasNewSets |= known is null || !Contains(known.Sps, nal);
                    break;
                case H264NalType.Pps:
                    hasNewSets |= known is null || !Contains(known.Pps, nal);
                    break;
            }
        }

        return new(HasPicture: false, hasNewSets);
    }

    /// <summary>ITU-T H.264, 7.4.1: "forbidden_zero_bit shall be equal to 0."</summary>
    private const byte ForbiddenZeroBit = 0x80;

    private static bool BeginsWithSlice(ReadOnlySpan<byte> annexB)
    {
        var startCode = annexB.StartsWith<byte>([0, 0, 0, 1]) ? 4 : 3;
        return annexB.Length > startCode
            && (annexB[startCode] & ForbiddenZeroBit) == 0
            && H264Nal.TypeOf(annexB[startCode..]) is (H264NalType.IdrSlice or H264NalType.NonIdrSlice);
    }

    private static bool Contains(IReadOnlyList<byte[]> sets, ReadOnlySpan<byte> nal)
    {
        // By index: a list behind its interface allocates its enumerator.
        for (var i = 0; i < sets.Count; i++)
        {
            // Where the packet is lost that a frame begins with, FFmpeg hangs the rest of it onto what stands before: the set
            // is the same, and so is what decoders are to know.
            if (nal.StartsWith(sets[i]))
            {
                return true;
            }
        }

        return false;
    }
}
