using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras.Configuration;

/// <summary>Reads the keys <c>CAMERA_1_NAME</c>, <c>CAMERA_1_URL</c> and so on, of any number, with gaps.</summary>
internal static partial class NumberedCameras
{
    private static readonly string[] Suffixes =
    [
        "ID",
        "NAME",
        "URL",
        "SUB_URL",
        "USERNAME",
        "PASSWORD",
        "TRANSPORT",
        "ENABLED",
    ];

    private const int MostDigits = 6;

    public static IReadOnlyList<CameraEntry> Read(
        IConfiguration configuration,
        CameraOrigin origin,
        List<string> errors
    )
    {
        var cameras = new SortedDictionary<int, Dictionary<string, string>>();
        foreach (
            var (key, value) in configuration
                .AsEnumerable(makePathsRelative: true)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
        )
        {
            // An empty value is how a container's template says "not set".
            if (string.IsNullOrWhiteSpace(value) || !key.StartsWith("CAMERA", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var parts = Key().Match(key);
            if (!parts.Success || !int.TryParse(parts.Groups["n"].Value, CultureInfo.InvariantCulture, out var number))
            {
                AddIfMeantAsCamera(key, errors);
                continue;
            }

            var suffix = parts.Groups["suffix"].Value.ToUpperInvariant();
            if (Suffixes.Contains(suffix))
            {
                cameras.TryAdd(number, []);
                cameras[number][suffix] = value;
            }
            else
            {
                errors.Add($"{key}: unknown key.{Suggestion(number, suffix)}");
            }
        }

        return [.. cameras.Select(camera => Entry(origin, camera.Key, camera.Value))];
    }

    private static CameraEntry Entry(CameraOrigin origin, int number, Dictionary<string, string> values)
    {
        return new CameraEntry(
            origin,
            $"camera-{number}",
            Get("ID"),
            Get("NAME"),
            Get("URL"),
            Get("SUB_URL"),
            Get("USERNAME"),
            Get("PASSWORD"),
            Get("TRANSPORT"),
            Get("ENABLED")
        );

        Setting Get(string suffix) => new($"CAMERA_{number}_{suffix}", values.GetValueOrDefault(suffix));
    }

    private static void AddIfMeantAsCamera(string key, List<string> errors)
    {
        var parts = AlmostKey().Match(key);
        if (parts.Success && parts.Groups["n"].Value.TrimStart('0').Length > MostDigits)
        {
            errors.Add($"{key}: unknown key. The numbers of cameras go from 1 to 999999.");
        }
        else if (parts.Success)
        {
            var number = parts.Groups["n"].Value.TrimStart('0') is { Length: > 0 } digits ? digits : "1";
            errors.Add(
                $"{key}: unknown key. Did you mean CAMERA_{number}_{parts.Groups["suffix"].Value.ToUpperInvariant()}?"
            );
        }
    }

    private static string Suggestion(int number, string suffix)
    {
        var nearest =
            Suffixes.FirstOrDefault(known => known.StartsWith(suffix, StringComparison.Ordinal))
            ?? Suffixes.FirstOrDefault(known => EditDistance(known, suffix) <= 2);
        return nearest is null
            ? $" Known are CAMERA_{number}_{string.Join(", _", Suffixes)}."
            : $" Did you mean CAMERA_{number}_{nearest}?";
    }

    // Levenshtein, one row at a time.
    private static int EditDistance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j - 1], row[j]));
            }
        }

        return row[^1];
    }

    [GeneratedRegex(
        "^CAMERA_(?<n>[1-9][0-9]{0,5})_(?<suffix>.+)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Key();

    [GeneratedRegex(
        "^CAMERAS?_?(?<n>[0-9]*)_?(?<suffix>ID|NAME|URL|SUB_?URL|USERNAME|PASSWORD|TRANSPORT|ENABLED)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex AlmostKey();
}
