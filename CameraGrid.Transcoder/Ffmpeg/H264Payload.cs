using CameraGrid.Media.H264;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>How an RTP payload divides NAL units.</summary>
internal enum PayloadKind
{
    /// <summary>A NAL unit, or the beginning of one.</summary>
    One,

    /// <summary>Several NAL units.</summary>
    Several,

    /// <summary>More of the NAL unit before.</summary>
    More,
}

/// <summary>
/// What one RTP payload of H.264 brings (RFC 6184), in the form in which FFmpeg hands it on: a start code before each NAL
/// unit, none before the rest of one that was divided (FU-A).
/// </summary>
/// <param name="Kind">How it divides NAL units.</param>
/// <param name="BeginsUnit">Its first NAL unit is one that begins an access unit where the one before has a slice.</param>
/// <param name="IsOnlyHeaders">Parameter sets, delimiters and additional information, and nothing else.</param>
/// <param name="Slices">Slices that begin here.</param>
/// <param name="HasIdr">One of them is of an IDR picture.</param>
/// <param name="HasRecoveryPoint">Decoding can start here without an IDR picture.</param>
/// <param name="HasBPicture">Pictures are decoded in another order than shown.</param>
internal readonly record struct H264Payload(
    PayloadKind Kind,
    bool BeginsUnit = false,
    bool IsOnlyHeaders = false,
    int Slices = 0,
    bool HasIdr = false,
    bool HasRecoveryPoint = false,
    bool HasBPicture = false
)
{
    /// <summary>Looks at the beginnings of its NAL units.</summary>
    public static H264Payload Inspect(ReadOnlySpan<byte> payload)
    {
        if (!payload.StartsWith<byte>([0, 0, 0, 1]) && !payload.StartsWith<byte>([0, 0, 1]))
        {
            return new(PayloadKind.More);
        }

        var found = new H264Payload(PayloadKind.One, IsOnlyHeaders: true);
        var nals = 0;
        var reader = new AnnexBReader(payload);
        while (reader.TryRead(out var nal))
        {
            found = found.With(nal, isFirst: nals++ == 0);
        }

        return nals > 1 ? found with { Kind = PayloadKind.Several } : found;
    }

    private H264Payload With(ReadOnlySpan<byte> nal, bool isFirst)
    {
        var type = H264Nal.TypeOf(nal);
        switch (type)
        {
            case H264NalType.IdrSlice or H264NalType.NonIdrSlice:
                return this with
                {
                    BeginsUnit = BeginsUnit || (isFirst && H264Slice.BeginsPicture(nal)),
                    IsOnlyHeaders = false,
                    Slices = Slices + 1,
                    HasIdr = HasIdr || type == H264NalType.IdrSlice,
                    HasBPicture = HasBPicture || H264Slice.BeginsBPicture(nal),
                };
            // ITU-T H.264, 7.4.1.2.3: what begins an access unit.
            case H264NalType.AccessUnitDelimiter or H264NalType.Sps or H264NalType.Pps or H264NalType.Sei:
                return this with
                {
                    BeginsUnit = BeginsUnit || isFirst,
                    HasRecoveryPoint = HasRecoveryPoint || (type == H264NalType.Sei && H264Sei.HasRecoveryPoint(nal)),
                };
            default:
                return this with { IsOnlyHeaders = false };
        }
    }
}
