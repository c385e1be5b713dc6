using System.Globalization;

namespace CameraGrid.Simulator.Faults;

/// <summary>A fault and whose it is, as the command line has it.</summary>
/// <code>
/// camera ["/" stream] ":" kind ["=" value] [":" seconds "s"] [":x" count]
/// cam3:reboot:20s        cam1/sub:loss=20        cam2:status-503:x3
/// </code>
/// <param name="Camera">The camera's id.</param>
/// <param name="Stream">"main" or "sub"; null for both.</param>
/// <param name="Fault">The fault.</param>
internal sealed record FaultSetting(string Camera, string? Stream, Fault Fault)
{
    /// <returns>Null, with what is wrong, where the text is none.</returns>
    public static FaultSetting? Parse(string text, out string? error)
    {
        var parts = text.Split(':');
        if (parts.Length < 2)
        {
            error = $"\"{text}\" must be like cam3:reboot:20s, cam1/sub:loss=20 or cam2:status-503:x3";
            return null;
        }

        double? seconds = null;
        int? count = null;
        foreach (var part in parts.Skip(2))
        {
            if (seconds is null && part.EndsWith('s') && Number(part[..^1]) is { } time)
            {
                seconds = time;
            }
            else if (
                count is null
                && part.StartsWith('x')
                && int.TryParse(part[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            )
            {
                count = number;
            }
            else
            {
                error = $"\"{part}\" is neither a time such as 20s nor a count such as x3";
                return null;
            }
        }

        var (kind, given) = Cut(parts[1], '=');
        var value = given is null ? null : Number(given);
        if (given is not null && value is null)
        {
            error = $"\"{given}\" is no number";
            return null;
        }

        var (camera, stream) = Cut(parts[0], '/');
        return Fault.Create(kind, seconds, count, value, out error) is { } fault
            ? new FaultSetting(camera, stream, fault)
            : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (string Before, string? After) Cut(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
