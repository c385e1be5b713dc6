using System.Text;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// What FFmpeg prints to its standard error: line by line, however long they are and however many. Kept are the last
/// few, as they came; what leaves here is redacted.
/// </summary>
internal sealed class FfmpegMessages(Redactor redactor, Action<string> onLine)
{
    /// <summary>Characters of a line; the rest of it is read and forgotten.</summary>
    public const int LongestLine = 4096;

    private const int LongestMessage = 500;
    private const int MostKept = 20;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new(MostKept);

    /// <summary>The last lines with everything that is in them, for who looks for FFmpeg's words: they go nowhere.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>
    /// The last error, or else the last line that is not marked as something less; without credentials. Null where FFmpeg
    /// said nothing of the kind.
    /// </summary>
    public string? LastMessage
    {
        get
        {
            var lines = Lines;
            var last =
                lines.LastOrDefault(FfmpegErrors.IsError) ?? lines.LastOrDefault(line => !FfmpegErrors.IsRemark(line));
            return last is null ? null : Redacted(last, redactor);
        }
    }

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(Stream errors, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(errors, Encoding.UTF8, leaveOpen: true);
        var buffer = new char[1024];
        var line = new StringBuilder();
        try
        {
            while (await reader.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                Add(buffer.AsSpan(0, read), line);
            }
        }
        finally
        {
            Add(line);
        }
    }

    /// <summary>A line as it may be shown, and not longer than one would read.</summary>
    public static string Redacted(string line, Redactor redactor)
    {
        var redacted = redactor.Redact(line);
        // Where a line was cut, a credential may have been, and half of one is not known as such.
        var most = line.Length < LongestLine ? LongestMessage : Math.Min(LongestMessage, redacted.Length / 2);
        return redacted.Length > most ? redacted[..most] : redacted;
    }

    private void Add(ReadOnlySpan<char> characters, StringBuilder line)
    {
        foreach (var character in characters)
        {
            if (character is '\n' or '\r')
            {
                Add(line);
            }
            else if (line.Length < LongestLine)
            {
                line.Append(character);
            }
        }
    }

    private void Add(StringBuilder characters)
    {
        if (characters.Length == 0)
        {
            return;
        }

        var line = characters.ToString();
        characters.Clear();
        lock (_lock)
        {
            if (_last.Count == MostKept)
            {
                _last.Dequeue();
            }

            _last.Enqueue(line);
        }

        onLine(line);
    }
}
