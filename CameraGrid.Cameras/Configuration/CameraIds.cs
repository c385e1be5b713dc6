using System.Text.RegularExpressions;

namespace CameraGrid.Cameras.Configuration;

/// <summary>Ids for cameras: given ones are checked, others are made of the name.</summary>
internal static partial class CameraIds
{
    private const int Longest = 64;

    // The program runs without ICU, which would know how to split accents off.
    private const string Accented = "àáâãäåąçćčďèéêëęěìíîïłñńňòóôõöøřśšßťùúûüůýÿźżž";
    private const string Plain = "aaaaaaacccdeeeeeeiiiilnnnoooooorssstuuuuuyyzzz";

    public static bool IsValid(string id) => id.Length <= Longest && Valid().IsMatch(id);

    /// <summary>As in <c>yard-2</c> for "Yard #2"; empty where the name holds no Latin letter and no digit.</summary>
    public static string Slug(string name)
    {
        var plain = name.ToLowerInvariant()
            .Select(letter =>
                Accented.IndexOf(letter, StringComparison.Ordinal) is >= 0 and var index ? Plain[index] : letter
            );
        var slug = NotAllowed().Replace(string.Concat(plain), "-").Trim('-');
        return slug.Length <= Longest ? slug : slug[..Longest].TrimEnd('-');
    }

    [GeneratedRegex("^[a-z0-9]+(?:-+[a-z0-9]+)*$")]
    private static partial Regex Valid();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotAllowed();
}
