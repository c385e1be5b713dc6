using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CameraGrid.Transcoder.Hls;

/// <summary>The delivery directives of a playlist request: RFC 8216bis, section 6.2.5.</summary>
/// <param name="MediaSequence"><c>_HLS_msn</c>: answer when this segment is there.</param>
/// <param name="Part"><c>_HLS_part</c>: or this part of it.</param>
/// <param name="Skip"><c>_HLS_skip</c>: a delta update will do.</param>
internal sealed record HlsDirectives(long? MediaSequence, int? Part, bool Skip)
{
    public static bool TryRead(
        IQueryCollection query,
        [NotNullWhen(true)] out HlsDirectives? directives,
        [NotNullWhen(false)] out string? fault
    )
    {
        directives = null;
        fault = null;
        long? mediaSequence = null;
        int? part = null;
        if (query.TryGetValue("_HLS_msn", out var msn))
        {
            if (!long.TryParse(msn, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                fault = "_HLS_msn is a decimal number.";
                return false;
            }

            mediaSequence = number;
        }

        if (query.TryGetValue("_HLS_part", out var index))
        {
            if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                fault = "_HLS_part is a decimal number.";
                return false;
            }

            if (mediaSequence is null)
            {
                fault = "_HLS_part needs _HLS_msn.";
                return false;
            }

            part = number;
        }

        var skip = query.TryGetValue("_HLS_skip", out var value) && value.ToString() is "YES" or "v2";
        directives = new HlsDirectives(mediaSequence, part, skip);
        return true;
    }
}
