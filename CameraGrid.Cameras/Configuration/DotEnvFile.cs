using System.Text;
using System.Text.RegularExpressions;

namespace CameraGrid.Cameras.Configuration;

/// <summary>The content of a <c>.env</c> file.</summary>
/// <param name="Values">By key, as written; letter case does not distinguish keys.</param>
/// <param name="Errors">One sentence each, naming the line; no values.</param>
internal sealed partial record DotEnvFile(IReadOnlyDictionary<string, string> Values, IReadOnlyList<string> Errors)
{
    // One line an entry:
    //
    //   # comment
    //   [export ]KEY=value            # a comment after white space
    //   KEY='as it stands'
    //   KEY="with \n \r \t \" \\ \$"  anything else after a backslash keeps it
    //
    // Nothing is interpolated: a password may hold "$".
    public static DotEnvFile Parse(string text, string fileName)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var errors = new List<string>();
        var number = 0;
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var entry = Entry().Match(line);
            if (!entry.Success)
            {
                errors.Add($"{fileName} line {number}: expected KEY=value.");
                continue;
            }

            var key = entry.Groups["key"].Value;
            if (!lines.TryAdd(key, number))
            {
                errors.Add($"{fileName} line {number}: {key} stands already in line {lines[key]}.");
            }
            else if (TryReadValue(entry.Groups["value"].Value, out var value))
            {
                values[key] = value;
            }
            else
            {
                errors.Add($"{fileName} line {number}: {key} has a quote that does not end, or text after it.");
            }
        }

        return new DotEnvFile(values, errors);
    }

    private static bool TryReadValue(string text, out string value)
    {
        value = "";
        if (text.Length == 0 || text[0] is not ('"' or '\''))
        {
            value = CommentAfterSpace().Replace(text, "").Trim();
            return true;
        }

        var end = EndOfQuote(text);
        if (end < 0 || text[(end + 1)..].Trim() is not ("" or ['#', ..]))
        {
            return false;
        }

        value = text[0] == '"' ? Unescape(text[1..end]) : text[1..end];
        return true;
    }

    private static int EndOfQuote(string text)
    {
        for (var index = 1; index < text.Length; index++)
        {
            if (text[index] == text[0])
            {
                return index;
            }

            if (text[0] == '"' && text[index] == '\\')
            {
                index++;
            }
        }

        return -1;
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var index = 0; index < text.Length; index++)
        {
            var escaped = text[index] == '\\' && index + 1 < text.Length ? text[index + 1] : '\0';
            char? replacement = escaped switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '"' or '\\' or '$' => escaped,
                _ => null,
            };
            result.Append(replacement ?? text[index]);
            index += replacement is null ? 0 : 1;
        }

        return result.ToString();
    }

    [GeneratedRegex(@"^(?:export\s+)?(?<key>[A-Za-z_][A-Za-z0-9_.:]*)\s*=\s*(?<value>.*)$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex CommentAfterSpace();
}
