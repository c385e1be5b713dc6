using System.Text;
using System.Text.RegularExpressions;

namespace CameraGrid.Cameras;

/// <summary>
/// The one place that takes credentials out of text before it reaches a log, the store, an API or a trace.
/// </summary>
/// <remarks>
/// Known credentials go in every spelling: as they are, percent-encoded in whole or in part (once or twice), decoded,
/// with backslashes or quotes. Unknown ones go by their place: user info of an address, <c>password=</c>, an
/// Authorization header.
/// </remarks>
public sealed partial class Redactor
{
    /// <summary>Stands where a credential stood.</summary>
    public const string Placeholder = "***";

    // Shorter secrets are only taken out where they stand alone: "1" must not turn "401" into "40***".
    private const int ShortSecret = 4;

    private readonly CameraCatalog? _catalog;
    private readonly Lock _learning = new();
    private volatile Known _known;

    /// <summary>Knows the credentials of the cameras of <paramref name="catalog"/>, and follows its changes.</summary>
    public Redactor(CameraCatalog catalog)
        : this(SourcesOf(catalog.Current))
    {
        _catalog = catalog;
        _known = _known with { Cameras = catalog.Current };
    }

    /// <summary>Knows the credentials of <paramref name="sources"/>.</summary>
    public Redactor(IEnumerable<StreamSource> sources) => _known = Known.Of(null, [.. sources.SelectMany(Secrets)], []);

    /// <summary>The text without credentials.</summary>
    public string Redact(string text)
    {
        // Asked of the catalog with every text: no message of a new password can come before the password is known.
        if (_catalog is not null && _catalog.Current != _known.Cameras)
        {
            Learn(_catalog.Current);
        }

        return RedactPatterns(_known.Pattern is { } pattern ? pattern.Replace(text, Placeholder) : text);
    }

    private void Learn(CameraSet cameras)
    {
        lock (_learning)
        {
            if (cameras != _known.Cameras)
            {
                // What ends with the old password may still speak of it.
                _known = Known.Of(cameras, [.. SourcesOf(cameras).SelectMany(Secrets)], _known.Secrets);
            }
        }
    }

    /// <summary>Takes out only what looks like a credential by its place; for text from before any camera is known.</summary>
    internal static string RedactPatterns(string text)
    {
        text = UserInfo().Replace(text, $"{Placeholder}@");
        text = NamedSecret().Replace(text, $"$1{Placeholder}");
        return Authorization().Replace(text, $"$1{Placeholder}");
    }

    private static IEnumerable<StreamSource> SourcesOf(CameraSet cameras) =>
        cameras.Cameras.SelectMany(camera => new[] { camera.Main, camera.Sub }).OfType<StreamSource>();

    private static IEnumerable<Secret> Secrets(StreamSource source)
    {
        foreach (var password in Forms(source.Password))
        {
            yield return new(password, password.Length < ShortSecret);
        }

        foreach (var username in Forms(source.Username))
        {
            yield return new(username, true);
        }

        if (source.Username is not null)
        {
            // RFC 7617: what a Basic Authorization header carries.
            yield return new(
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
            // Before what is special, or, for a quote between quotes, as '\''.
            var escape = rune switch
            {
                { Value: '\'' } => @"(?:'\\'|\\)?",
                { IsAscii: true } when Rune.IsLetterOrDigit(rune) => "",
                _ => @"\\?",
            };
            pattern.Append("(?:").Append(escape).Append(Regex.Escape(rune.ToString())).Append('|').Append(encoded);
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

    private readonly record struct Secret(string Text, bool WholeWord);

    /// <summary>What stands for the cameras of one reading of the configuration.</summary>
    private sealed record Known(CameraSet? Cameras, IReadOnlyList<Secret> Secrets, Regex? Pattern)
    {
        public static Known Of(CameraSet? cameras, IReadOnlyList<Secret> secrets, IReadOnlyList<Secret> formerSecrets)
        {
            var patterns = secrets
                .Concat(formerSecrets)
                .Distinct()
                // Longest first, so that no secret survives in part because another is its beginning.
                .OrderByDescending(secret => secret.Text.Length)
                .Select(secret =>
                    secret.WholeWord
                        ? $"(?<![A-Za-z0-9]){Spellings(secret.Text)}(?![A-Za-z0-9])"
                        : Spellings(secret.Text)
                );
            var pattern = string.Join('|', patterns);
            return new(
                cameras,
                secrets,
                pattern.Length == 0 ? null : new Regex(pattern, RegexOptions.CultureInvariant)
            );
        }
    }
}
