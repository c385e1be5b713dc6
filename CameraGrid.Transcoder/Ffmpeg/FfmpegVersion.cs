using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>Which FFmpeg this is, as <c>ffmpeg -version</c> tells it.</summary>
/// <param name="Name">What its builder calls it: <c>5.1.6-0+deb12u1</c>, <c>n7.1</c>, <c>N-109226-gb2c1…</c>.</param>
/// <param name="Format">The version of its libavformat, which every build counts alike.</param>
internal sealed partial record FfmpegVersion(string Name, Version Format)
{
    /// <summary>That of FFmpeg 5.1, the oldest that is tested with: scripts that carry options came shortly before it.</summary>
    private static readonly Version Oldest = new(59, 27);

    public bool IsTooOld => Format < Oldest;

    public static bool TryParse(string output, [NotNullWhen(true)] out FfmpegVersion? version)
    {
        var name = NameLine().Match(output);
        var format = FormatLine().Match(output);
        version =
            name.Success && format.Success
                ? new FfmpegVersion(name.Groups[1].Value, new Version(Number(format, 1), Number(format, 2)))
                : null;
        return version is not null;
    }

    private static int Number(Match match, int group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ffmpeg version (\S{1,100})", RegexOptions.CultureInvariant)]
    private static partial Regex NameLine();

    // The first of the two versions is that of the headers it was built with; the second that of the library in use.
    [GeneratedRegex(
        @"^libavformat .*?/\s*(\d{1,5})\.\s*(\d{1,5})\.",
        RegexOptions.CultureInvariant | RegexOptions.Multiline
    )]
    private static partial Regex FormatLine();
}
