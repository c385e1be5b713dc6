using System.Text.Json;

namespace CameraGrid.Cameras.Configuration;

/// <summary>Reads cameras from a JSON file: an array of objects, see the members of <see cref="Members"/>.</summary>
internal static class CamerasFile
{
    /// <summary>The key that names the file.</summary>
    public const string FileKey = "CAMERAS_FILE";

    private const string Enabled = "enabled";

    private static readonly string[] Members =
    [
        "id",
        "name",
        "url",
        "subUrl",
        "username",
        "password",
        "transport",
        Enabled,
    ];

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        AllowDuplicateProperties = false,
    };

    public static IReadOnlyList<CameraEntry> Read(string path, List<string> errors)
    {
        try
        {
            return Parse(File.ReadAllText(path), Path.GetFileName(path), errors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{FileKey}: the file \"{path}\" cannot be read: {exception.Message}");
            return [];
        }
    }

    public static IReadOnlyList<CameraEntry> Parse(string json, string fileName, List<string> errors)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind is not JsonValueKind.Array)
            {
                errors.Add($"{fileName}: expected an array of cameras, [ {{ \"name\": …, \"url\": … }} ].");
                return [];
            }

            return
            [
                .. document
                    .RootElement.EnumerateArray()
                    .Select((item, index) => Entry(item, index))
                    .OfType<CameraEntry>(),
            ];
        }
        catch (JsonException exception)
        {
            // The reader's own message may quote the text, and with it a password.
            errors.Add(
                exception.LineNumber is { } line
                    ? $"{fileName} line {line + 1}, byte {exception.BytePositionInLine + 1}: not valid JSON."
                    : $"{fileName}: not valid JSON: a member stands twice in one object."
            );
            return [];
        }

        CameraEntry? Entry(JsonElement item, int index)
        {
            var place = $"{fileName}[{index}]";
            if (item.ValueKind is not JsonValueKind.Object)
            {
                errors.Add($"{place}: expected an object.");
                return null;
            }

            foreach (var member in item.EnumerateObject())
            {
                if (!Members.Contains(member.Name))
                {
                    errors.Add($"{place}.{member.Name}: unknown member. Known are {string.Join(", ", Members)}.");
                }
                else if (!IsOfItsKind(member.Name, member.Value))
                {
                    errors.Add(
                        $"{place}.{member.Name}: expected {(member.Name == Enabled ? "true or false" : "a text in quotes")}."
                    );
                }
            }

            return new CameraEntry(
                CameraOrigin.File,
                $"camera-{index + 1}",
                Get("id"),
                Get("name"),
                Get("url"),
                Get("subUrl"),
                Get("username"),
                Get("password"),
                Get("transport"),
                Get(Enabled)
            );

            Setting Get(string name) =>
                new(
                    $"{place}.{name}",
                    item.TryGetProperty(name, out var value)
                    && value.ValueKind is not JsonValueKind.Null
                    && IsOfItsKind(name, value)
                        ? value.ToString()
                        : null
                );
        }
    }

    private static bool IsOfItsKind(string name, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => true,
            JsonValueKind.True or JsonValueKind.False => name == Enabled,
            JsonValueKind.String => name != Enabled,
            _ => false,
        };
}
