using System.Text;
using System.Text.RegularExpressions;

namespace CameraGrid.Cameras;

/// <summary>
/// The one place that takes credentials out of text before it reaches a log, the store, an API or a trace.
/// </summary>
/// <remarks>
/// Known credentials go in every spelling: as they are, percent-encoded in whole or in part (once or twice), decoded,
/// with backslashes. Unknown ones go by their place: user info of an address, <c>password=</c>, an Authorization header.
/// </remarks>
public sealed partial class Redactor
{
    /// <summary>Stands where a credential stood.</summary>
    public const string Placeholder = "***";

    // Shorter secrets are only taken out where they stand alone: "1" must not turn "401" into "40***".
    private const int ShortSecret = 4;

    private readonly Regex? _known;

    /// <summary>Knows the credentials of the cameras of <paramref name="catalog"/>.</summary>
    public Redactor(CameraCatalog catalog)
        : this(catalog.Cameras.SelectMany(camera => new[] { camera.Main, camera.Sub }).OfType<StreamSource>()) { }

    /// <summary>Knows the credentials of <paramref name="sources"/>.</summary>
    public Redactor(IEnumerable<StreamSource> sources)
    {
        var patterns = sources
            .SelectMany(Secrets)
            .Distinct()
            // Longest first, so that no secret survives in part because another is its beginning.
            .OrderByDescending(secret => secret.Text.Length)
            .Select(secret =>
                secret.WholeWord ? $"(?<![A-Za-z0-9]){Spellings(secret.Text)}(?![A-Za-z0-9])" : Spellings(secret.Text)
            );
        var pattern = string.Join('|', patterns);
        _known = pattern.Length == 0 ? null : new Regex(pattern, RegexOptions.CultureInvariant);
    }

    /// <summary>The text without credentials.</summary>
    public string Redact(string text) => RedactPatterns(_known is null ? text : _known.Replace(text, Placeholder));

    /// <summary>Takes out only what looks like a credential by its place; for text from before any camera is known.</summary>
    internal static string RedactPatterns(string text)
    {
        text = UserInfo().Replace(text, $"{Placeholder}@");
        text = NamedSecret().Replace(text, $"$1{Placeholder}");
        return Authorization().Replace(text, $"$1{Placeholder}");
    }

    private static IEnumerable<(string Text, bool WholeWord)> Secrets(StreamSource source)
    {
        foreach (var password in Forms(source.Password))
        {
            yield return (password, password.Length < ShortSecret);
        }

        foreach (var username in Forms(source.Username))
        {
            yield return (username, true);
        }

        if (source.Username is not null)
        {
            // RFC 7617: what a Basic Authorization header carries.
            yield return (
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{source.Username}:{source.Password}")),
                false
            );
        }
    }

    private static IEnumerable<string> Forms(string? secret) =>
        string.IsNullOrEmpty(secret)
            ? []
            : new[] { secret, Uri.UnescapeDataString(secret) }.Where(form => form.Length > 0);

    private static string Spellings(string secret)
    {
        var pattern = new StringBuilder();
        foreach (var rune in secret.EnumerateRunes())
        {
            var encoded = string.Concat(
                Encoding.UTF8.GetBytes(rune.ToString()).Select(octet => $"%(?:25)?(?i:{octet:X2})")
            );
            var backslash = Rune.IsLetterOrDigit(rune) ? "" : @"\\?";
            pattern.Append("(?:").Append(backslash).Append(Regex.Escape(rune.ToString())).Append('|').Append(encoded);
            pattern.Append(rune.Value == ' ' ? @"|\+)" : ")");
        }

        return pattern.ToString();
    }

    // RFC 3986, 3.2.1: user info ends at the "@" of the authority. A password may wrongly hold "/", "?" or "@" as they
    // are, so everything up to the last "@" goes, but never across the beginning of another address.
    [GeneratedRegex(@"(?<=://)(?:(?!://)[^\s""'<>])*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"\b((?:user(?:name)?|usr|pass(?:word|wd)?|pwd|token|secret|auth)=)[^&\s""'<>]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex NamedSecret();

    [GeneratedRegex(
        @"((?:Proxy-)?Authorization:\s*(?:Basic|Digest|Bearer)\s+)[^\r\n]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Authorization();
}
