using System.Globalization;
using CameraGrid.Media.H264;

namespace CameraGrid.Media.Sdp;

/// <summary>The <c>fmtp</c> values of the formats whose RTP payloads <see cref="Rtp"/> writes, without the payload type.</summary>
public static class SdpFormats
{
    /// <summary>H.264 (RFC 6184, 8.1), packetization mode 1, with the parameter sets.</summary>
    /// <param name="parameterSets">Annex B with at least one SPS and one PPS; other NAL units are passed over.</param>
    /// <exception cref="MediaFormatException">The SPS or the PPS is missing.</exception>
    public static string H264(ReadOnlySpan<byte> parameterSets)
    {
        string? profile = null;
        var sets = new List<string>();
        var reader = new AnnexBReader(parameterSets);
        while (reader.TryRead(out var nal))
        {
            var type = nal.IsEmpty ? 0 : nal[0] & 0x1F;
            if (type == 7 && nal.Length >= 4)
            {
                profile ??= Convert.ToHexString(nal[1..4]);
            }

            if (type is 7 or 8)
            {
                sets.Add(Convert.ToBase64String(nal));
            }
        }

        if (profile is null || sets.Count < 2)
        {
            throw new MediaFormatException("The H.264 parameter sets are incomplete.");
        }

        return $"packetization-mode=1;profile-level-id={profile};sprop-parameter-sets={string.Join(',', sets)}";
    }

    /// <summary>H.265 (RFC 7798, 7.1) with the parameter sets.</summary>
    /// <param name="parameterSets">Annex B with VPS, SPS and PPS; other NAL units are passed over.</param>
    /// <exception cref="MediaFormatException">One of the three is missing.</exception>
    public static string H265(ReadOnlySpan<byte> parameterSets)
    {
        var sets = new Dictionary<int, string>();
        var reader = new AnnexBReader(parameterSets);
        while (reader.TryRead(out var nal))
        {
            var type = nal.Length < 2 ? 0 : (nal[0] >> 1) & 0x3F;
            if (type is >= 32 and <= 34)
            {
                var encoded = Convert.ToBase64String(nal);
                sets[type] = sets.TryGetValue(type, out var earlier) ? $"{earlier},{encoded}" : encoded;
            }
        }

        if (sets.Count < 3)
        {
            throw new MediaFormatException("The H.265 parameter sets are incomplete.");
        }

        return $"sprop-vps={sets[32]};sprop-sps={sets[33]};sprop-pps={sets[34]}";
    }

    /// <summary>AAC in AAC-hbr mode (RFC 3640, 4.1).</summary>
    /// <param name="audioSpecificConfig">The AudioSpecificConfig of ISO/IEC 14496-3.</param>
    public static string Aac(ReadOnlySpan<byte> audioSpecificConfig) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config={Convert.ToHexString(audioSpecificConfig)}"
        );
}
