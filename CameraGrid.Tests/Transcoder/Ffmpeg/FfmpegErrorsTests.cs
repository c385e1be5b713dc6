using System.Text.RegularExpressions;
using CameraGrid.Cameras;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed partial class FfmpegErrorsTests
{
    // What means something to an address, a shell, a script or a header; letters that are none of ASCII.
    private static readonly string[] Special = ["@", ":", "/", "%", "#", "?", "&", "'", "\"", " ", "\\", "ü", "密"];

    private static readonly (string User, string Password)[] Credentials =
    [
        .. Special.Select(special => ($"view{special}er", $"hush{special}hush")),
        (string.Concat(Special), $"x{string.Concat(Special)}{string.Concat(Special)}x"),
        ("viewer", "p@ss:w/o%r#d?&'\"x"),
        ("o'neill@home", "two words and an ümlaut"),
        ("größe", "пароль/密码"),
        ("root", "100%25:rtsp://x@y"),
        ("a b", "1"),
        ("admin", "404"),
    ];

    public static TheoryData<string, string[]> Messages => FfmpegMessagesTable.Rows;

    [Theory]
    [MemberData(nameof(Messages))]
    public void FFmpegs_words_name_the_reason(string expected, string[] lines) =>
        Assert.Equal(expected, FfmpegErrors.Classify(lines, waited: false).ToString());

    [Fact]
    public void Every_word_of_the_table_is_known_from_a_message()
    {
        var messages = Messages.SelectMany(row => row.Data.Item2).ToArray();
        // Words of other systems than the one these messages were collected on.
        string[] elsewhere =
        [
            "Operation timed out",
            "Network is down",
            "Host is down",
            "Host is unreachable",
            "does not contain any stream",
            "Could not find tag for codec",
            "Broken pipe",
            "End of file",
        ];

        Assert.All(
            FfmpegErrors.Table.Where(row => !elsewhere.Contains(row.Words)),
            row => Assert.Contains(messages, message => message.Contains(row.Words, StringComparison.OrdinalIgnoreCase))
        );
    }

    /// <summary>FFmpeg says the same of a camera that is silent and of one that hangs up; it waits for the first one.</summary>
    [Fact]
    public void No_answer_within_FFmpegs_patience_is_a_timeout()
    {
        string[] lines =
        [
            "[concat @ 0x562b65de1c00] [error] Impossible to open 'rtsp://10.255.255.1/'",
            "[error] pipe:0: Invalid data found when processing input",
        ];

        Assert.Equal(FailureReason.Timeout, FfmpegErrors.Classify(lines, waited: true));
        Assert.Equal(FailureReason.NoAnswer, FfmpegErrors.Classify(lines, waited: false));
    }

    /// <summary>Each line with each credential in each spelling, where FFmpeg has the address or, as good as any, behind it.</summary>
    [Theory]
    [InlineData(
        "Thorough",
        "[nut @ 0x1] [error] dimensions not set",
        "[error] Could not write header (incorrect codec parameters ?)"
    )]
    [InlineData("Timed", "[nut @ 0x1] [error] Negative pts not supported stream 0, pts -9223372036854775808")]
    [InlineData(null, "[error] pipe:0: Invalid data found when processing input")]
    public void FFmpeg_says_what_it_needs_to_begin(string? needed, params string[] lines) =>
        Assert.Equal(needed, FfmpegErrors.AsksFor(lines)?.ToString());

    [Fact]
    public void A_remark_is_not_why_FFmpeg_ended()
    {
        Assert.True(FfmpegErrors.IsRemark("[nut @ 0x1] [warning] Timestamps are unset in a packet for stream 0."));
        Assert.True(FfmpegErrors.IsRemark("[info] Stream mapping:"));
        Assert.False(FfmpegErrors.IsRemark("[rtsp @ 0x1] [error] method DESCRIBE failed: 404 Not Found"));
        Assert.False(FfmpegErrors.IsRemark("Killed"));
    }

    [Fact]
    public void What_a_decoder_says_of_a_picture_is_not_why_FFmpeg_ended()
    {
        const string Damaged = "[h264 @ 0x55d8d740e240] [error] error while decoding MB 70 10";

        Assert.True(FfmpegErrors.IsRemark(Damaged));
        Assert.False(FfmpegErrors.IsError(Damaged));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void No_message_shows_a_credential_in_whatever_spelling(string _, string[] lines)
    {
        foreach (var (user, password) in Credentials)
        {
            var source = new StreamSource(new Uri("rtsp://192.0.2.7/live"), user, password, RtspTransport.Tcp);
            var redactor = new Redactor([source]);
            foreach (var line in lines.SelectMany(Places))
            {
                var expected = Filled(line, "***", "***").Replace("***:***@", "***@", StringComparison.Ordinal);
                // A password that FFmpeg's own words hold goes from them too: better one word less than one told.
                expected = expected.Replace("404", password == "404" ? "***" : "404", StringComparison.Ordinal);
                expected = password == "1" ? WithoutOne(expected) : expected;
                foreach (var spelling in Spellings)
                {
                    var shown = Filled(line, spelling(user), spelling(password));

                    Assert.Equal(expected, FfmpegMessages.Redacted(shown, redactor));
                }
            }
        }
    }

    /// <summary>As a log at a higher level has it: the header of basic authentication, and the script itself.</summary>
    [Fact]
    public void Nor_does_a_header_or_the_script()
    {
        foreach (var (user, password) in Credentials)
        {
            var source = new StreamSource(new Uri("rtsp://192.0.2.7/live"), user, password, RtspTransport.Tcp);
            var redactor = new Redactor([source]);
            var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
            var script = FfmpegCommand.Script(source, StreamPlan.CopyAll).Split('\n')[1];

            Assert.Equal("sent ***.", FfmpegMessages.Redacted($"sent {basic}.", redactor));
            Assert.Equal("file 'rtsp://***@192.0.2.7/live'", FfmpegMessages.Redacted(script, redactor));
        }
    }

    [Fact]
    public void Every_reason_has_a_label_and_a_sentence()
    {
        var reasons = Enum.GetValues<FailureReason>();

        Assert.All(reasons, reason => Assert.Matches("^[a-z-]+$", reason.Label()));
        Assert.All(reasons, reason => Assert.EndsWith(".", reason.Sentence(), StringComparison.Ordinal));
        Assert.Distinct(reasons.Select(reason => reason.Label()));
        Assert.Distinct(reasons.Select(reason => reason.Sentence()));
    }

    /// <summary>
    /// As it is; percent-encoded as FFmpeg is told it, in small letters, and twice; and as FFmpeg escapes text (av_escape):
    /// a backslash before what is special, before all that might be, or quotes.
    /// </summary>
    private static IReadOnlyList<Func<string, string>> Spellings { get; } =
    [
        secret => secret,
        Uri.EscapeDataString,
        secret => Percent().Replace(Uri.EscapeDataString(secret), code => code.Value.ToLowerInvariant()),
        secret => Uri.EscapeDataString(Uri.EscapeDataString(secret)),
        secret => Regex.Replace(secret, @"[\\' ]", @"\$0"),
        secret => Regex.Replace(secret, "[^A-Za-z0-9]", @"\$0"),
        secret => secret.Replace("'", @"'\''", StringComparison.Ordinal),
    ];

    private static IEnumerable<string> Places(string line) =>
        line.Contains("{url}", StringComparison.Ordinal)
            ? [line]
            : [$"{line}: '{{url}}'", $"{line} {{user}}", $"{line} '{{password}}'"];

    private static string Filled(string line, string user, string password) =>
        line.Replace("{url}", $"rtsp://{user}:{password}@192.0.2.7/live", StringComparison.Ordinal)
            .Replace("{user}", user, StringComparison.Ordinal)
            .Replace("{password}", password, StringComparison.Ordinal);

    [GeneratedRegex("%[0-9A-F]{2}")]
    private static partial Regex Percent();

    private static string WithoutOne(string text) => Regex.Replace(text, "(?<![A-Za-z0-9])1(?![A-Za-z0-9])", "***");
}
