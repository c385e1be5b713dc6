using System.Diagnostics.CodeAnalysis;

namespace CameraGrid.Media.H264;

/// <summary>What a decoder must know before the first frame: the parameter sets. Two are equal where their bytes are.</summary>
public sealed record AvcConfiguration
{
    private AvcConfiguration() { }

    /// <summary>Sequence parameter sets, at least one: NAL units without start codes.</summary>
    public required IReadOnlyList<byte[]> Sps { get; init; }

    /// <summary>Picture parameter sets, at least one: NAL units without start codes.</summary>
    public required IReadOnlyList<byte[]> Pps { get; init; }

    /// <summary>The first of <see cref="Sps"/>.</summary>
    public required H264Sps Parsed { get; init; }

    /// <summary>RFC 6381, as in <c>avc1.64001F</c>.</summary>
    public string CodecString => Parsed.CodecString;

    /// <summary>Finds the parameter sets in an access unit or in a stream's extra data, in whatever order they stand. Of two
    /// with the same id the later one counts.</summary>
    /// <returns>False: there is not at least one of each that is undamaged.</returns>
    public static bool TryFromAnnexB(
        ReadOnlySpan<byte> accessUnitOrExtraData,
        [NotNullWhen(true)] out AvcConfiguration? configuration
    )
    {
        ParameterSets sets = new();
        AnnexBReader reader = new(accessUnitOrExtraData);
        try
        {
            while (reader.TryRead(out ReadOnlySpan<byte> nal))
            {
                sets.Add(nal);
            }

            configuration = sets.IsComplete ? From(sets) : null;
        }
        catch (MediaFormatException)
        {
            configuration = null;
        }

        return configuration is not null;
    }

    /// <summary>What a decoder must know behind an access unit that brings parameter sets of its own: each replaces the one of
    /// its id. Those of another sequence, if they are complete, replace all.</summary>
    /// <returns>Null: a set in it is damaged.</returns>
    public AvcConfiguration? Updated(ReadOnlySpan<byte> accessUnit)
    {
        if (TryFromAnnexB(accessUnit, out AvcConfiguration? whole) && !AreEqual(whole.Sps, Sps))
        {
            return whole;
        }

        ParameterSets sets = new();
        try
        {
            foreach (byte[] known in Sps.Concat(Pps))
            {
                sets.Add(known);
            }

            AnnexBReader reader = new(accessUnit);
            while (reader.TryRead(out ReadOnlySpan<byte> nal))
            {
                sets.Add(nal);
            }

            return From(sets);
        }
        catch (MediaFormatException)
        {
            return null;
        }
    }

    /// <summary>Writes an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1) for samples with lengths of four bytes.</summary>
    public byte[] ToAvcC() => AvcDecoderConfigurationRecord.Write(this);

    public bool Equals(AvcConfiguration? other) =>
        other is not null && AreEqual(Sps, other.Sps) && AreEqual(Pps, other.Pps);

    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.AddBytes(Sps[0]);
        hash.AddBytes(Pps[0]);
        return hash.ToHashCode();
    }

    private static AvcConfiguration From(ParameterSets sets) =>
        new()
        {
            Sps = sets.Sps,
            Pps = sets.Pps,
            Parsed = H264Sps.Parse(sets.Sps[0]),
        };

    private static bool AreEqual(IReadOnlyList<byte[]> left, IReadOnlyList<byte[]> right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        for (int index = 0; index < left.Count; index++)
        {
            if (!left[index].AsSpan().SequenceEqual(right[index]))
            {
                return false;
            }
        }

        return true;
    }
}
