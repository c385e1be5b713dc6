using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CameraGrid.Cameras.Configuration;

/// <summary>Ids for cameras: given ones are checked, others are made of the name.</summary>
internal static partial class CameraIds
{
    private const int Longest = 64;

    public static bool IsValid(string id) => id.Length <= Longest && Valid().IsMatch(id);

    /// <summary>As in <c>yard-2</c> for "Yard #2"; empty where the name holds no Latin letter and no digit.</summary>
    public static string Slug(string name)
    {
        // Without ICU, normalisation still splits accents off their letters.
        var plain = name.Normalize(NormalizationForm.FormD)
            .Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark);
        var slug = NotAllowed().Replace(string.Concat(plain).ToLowerInvariant(), "-").Trim('-');
        return slug.Length <= Longest ? slug : slug[..Longest].TrimEnd('-');
    }

    [GeneratedRegex("^[a-z0-9]+(?:-+[a-z0-9]+)*$")]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAllowed();
}
