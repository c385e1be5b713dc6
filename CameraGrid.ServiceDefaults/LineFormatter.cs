using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CameraGrid.ServiceDefaults;

/// <summary>
/// One line an event, for a person at a terminal: UTC time, level where it is not information, the class that speaks, what
/// it says. An exception follows on lines of its own, indented. Exporters get categories and event ids in full.
/// </summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    /// <summary>"Hosting failed to start", of Microsoft.Extensions.Hosting, which then throws what failed.</summary>
    private const int StartFailed = 11;

    public override void Write<TState>(
        in LogEntry<TState> logEntry,
        IExternalScopeProvider? scopeProvider,
        TextWriter textWriter
    )
    {
        if (
            logEntry is { EventId.Id: StartFailed, Category: "Microsoft.Extensions.Hosting.Internal.Host" }
            && logEntry.Exception is { } failed
            && ServiceProgram.Tells(failed)
        )
        {
            return;
        }

        textWriter.Write(time.GetUtcNow().ToString("HH:mm:ss.fff ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(logEntry.Category.AsSpan(logEntry.Category.LastIndexOf('.') + 1));
        textWriter.Write(": ");
        textWriter.WriteLine(Indented(logEntry.Formatter(logEntry.State, logEntry.Exception)));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write("    ");
            textWriter.WriteLine(Indented(exception.ToString()));
        }
    }

    private static string Level(LogLevel level) =>
        level switch
        {
            LogLevel.Information => "",
            LogLevel.Warning => "warning ",
            _ => $"{level.ToString().ToLowerInvariant()} ",
        };

    // A message of several lines must not look like several events.
    private static string Indented(string text) => text.ReplaceLineEndings($"{Environment.NewLine}    ");
}
