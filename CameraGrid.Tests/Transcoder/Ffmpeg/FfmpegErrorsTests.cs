using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class FfmpegErrorsTests
{
    [Theory]
    [InlineData(
        "Unauthorized",
        "[rtsp @ 0x1] method DESCRIBE failed: 401 Unauthorized",
        "[error] pipe:0: Server returned 401 Unauthorized (authorization failed)"
    )]
    [InlineData(
        "NotFound",
        "[rtsp @ 0x1] method DESCRIBE failed: 404 Not Found",
        "[error] pipe:0: Server returned 404 Not Found"
    )]
    [InlineData(
        "Refused",
        "[error] Connection to tcp://127.0.0.1:1?timeout=0 failed: Connection refused",
        "[error] pipe:0: Input/output error"
    )]
    [InlineData("Timeout", "[error] pipe:0: Connection timed out")]
    [InlineData(
        "Unreachable",
        "[error] Failed to resolve hostname nowhere: Name or service not known",
        "[error] pipe:0: Input/output error"
    )]
    [InlineData("BadData", "[error] pipe:0: Invalid data found when processing input")]
    [InlineData("Unsupported", "[fatal] Stream map '0:v:0' matches no streams.")]
    [InlineData("Ended")]
    public void FFmpegs_words_name_the_reason(string expected, params string[] lines) =>
        Assert.Equal(expected, FfmpegErrors.Classify(lines).ToString());

    [Fact]
    public void Every_reason_has_a_label_and_a_sentence()
    {
        foreach (var reason in Enum.GetValues<FailureReason>())
        {
            Assert.Matches("^[a-z-]+$", reason.Label());
            Assert.EndsWith(".", reason.Sentence(), StringComparison.Ordinal);
        }
    }
}
