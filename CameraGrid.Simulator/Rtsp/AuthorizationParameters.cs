namespace CameraGrid.Simulator.Rtsp;

/// <summary>The parameters of a Digest header: <c>name=token</c> or <c>name="quoted \"text\""</c>, separated by commas.</summary>
internal static class AuthorizationParameters
{
    /// <summary>Reads them as far as they are well formed.</summary>
    public static Dictionary<string, string> Parse(string text)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = text.AsSpan();
        while (true)
        {
            rest = rest.TrimStart(" ,\t");
            var equals = rest.IndexOf('=');
            if (equals <= 0)
            {
                return parameters;
            }

            var name = rest[..equals].Trim().ToString();
            rest = rest[(equals + 1)..].TrimStart();
            parameters[name] = rest is ['"', ..] ? ReadQuoted(ref rest) : ReadToken(ref rest);
        }
    }

    private static string ReadToken(ref ReadOnlySpan<char> rest)
    {
        var comma = rest.IndexOf(',');
        var token = (comma < 0 ? rest : rest[..comma]).Trim().ToString();
        rest = comma < 0 ? default : rest[comma..];
        return token;
    }

    private static string ReadQuoted(ref ReadOnlySpan<char> rest)
    {
        var value = new System.Text.StringBuilder();
        var i = 1;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length)
            {
                i++;
            }

            value.Append(rest[i]);
        }

        rest = rest[Math.Min(i + 1, rest.Length)..];
        return value.ToString();
    }
}
