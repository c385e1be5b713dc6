using CameraGrid.ServiceDefaults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.ServiceDefaults;

public sealed class LineFormatterTests
{
    private readonly LineFormatter _formatter = new(
        new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 4, 5, 6, 78, TimeSpan.Zero))
    );

    [Theory]
    [InlineData(LogLevel.Information, "04:05:06.078 StreamStatus: yard/main: Connecting → Live")]
    [InlineData(LogLevel.Warning, "04:05:06.078 warning StreamStatus: yard/main: Connecting → Live")]
    [InlineData(LogLevel.Error, "04:05:06.078 error StreamStatus: yard/main: Connecting → Live")]
    public void An_event_is_a_line(LogLevel level, string line) =>
        Assert.Equal(
            line + Environment.NewLine,
            Write(level, "CameraGrid.Transcoder.Cameras.StreamStatus", "yard/main: Connecting → Live")
        );

    [Fact]
    public void More_lines_of_one_event_are_indented() =>
        Assert.Equal(
            string.Join(
                Environment.NewLine,
                "04:05:06.078 error Host: one",
                "    two",
                "    System.IO.IOException: three",
                "    four",
                ""
            ),
            Write(LogLevel.Error, "Host", "one\ntwo", new IOException("three\nfour"))
        );

    [Fact]
    public void What_the_program_tells_in_words_is_not_told_with_a_stack_before()
    {
        Assert.Empty(Failed(new OptionsValidationException("", typeof(object), ["CAMERA_1_URL: missing."])));
        Assert.Empty(Failed(new TaskCanceledException()));
        Assert.Contains("InvalidOperationException", Failed(new InvalidOperationException()), StringComparison.Ordinal);

        string Failed(Exception exception) =>
            Write(
                LogLevel.Error,
                "Microsoft.Extensions.Hosting.Internal.Host",
                "Hosting failed to start",
                exception,
                new EventId(11)
            );
    }

    private string Write(
        LogLevel level,
        string category,
        string message,
        Exception? exception = null,
        EventId id = default
    )
    {
        var text = new StringWriter();
        var entry = new LogEntry<string>(level, category, id, message, exception, (state, _) => state);
        _formatter.Write(entry, scopeProvider: null, text);
        return text.ToString();
    }
}
