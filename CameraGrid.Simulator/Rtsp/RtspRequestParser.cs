using System.Buffers;
using System.Globalization;
using System.Text;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>Reads what a client sends: requests, and interleaved packets between them.</summary>
/// <code>
/// request:     METHOD SP uri SP RTSP/1.0 CRLF (name: value CRLF)* CRLF [body of Content-Length bytes]
/// interleaved: '$' | channel (8) | length (16) | packet
/// </code>
internal static class RtspRequestParser
{
    private const int MaxHead = 8 * 1024;
    private const int MaxHeaders = 64;
    private const int MaxBody = 16 * 1024;

    /// <summary>Reads the next request and passes over interleaved packets, receiver reports all of them, and over bodies.</summary>
    /// <param name="buffer">What has arrived; advanced past what was read.</param>
    /// <param name="request">The request.</param>
    /// <returns>False when more bytes are needed.</returns>
    /// <exception cref="RtspFormatException">The bytes are no RTSP or exceed a bound.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out RtspRequest? request)
    {
        request = null;
        while (!buffer.IsEmpty)
        {
            switch (buffer.FirstSpan[0])
            {
                case (byte)'$':
                    if (!TrySkipPacket(ref buffer))
                    {
                        return false;
                    }

                    break;
                // "Servers SHOULD ignore any empty lines received where a Request-Line is expected" (RFC 2616, 4.1).
                case (byte)'\r' or (byte)'\n':
                    buffer = buffer.Slice(1);
                    break;
                default:
                    return TryReadRequest(ref buffer, out request);
            }
        }

        return false;
    }

    private static bool TrySkipPacket(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < 4)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[4];
        buffer.Slice(0, 4).CopyTo(prefix);
        var size = 4 + (prefix[2] << 8 | prefix[3]);
        if (buffer.Length < size)
        {
            return false;
        }

        buffer = buffer.Slice(size);
        return true;
    }

    private static bool TryReadRequest(ref ReadOnlySequence<byte> buffer, out RtspRequest? request)
    {
        request = null;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8) || head.Length > MaxHead)
        {
            return buffer.Length > MaxHead
                ? throw new RtspFormatException($"A request has more than {MaxHead} bytes of headers.")
                : false;
        }

        var parsed = Parse(Encoding.UTF8.GetString(head));
        var body = BodyLength(parsed);
        if (reader.Remaining < body)
        {
            return false;
        }

        reader.Advance(body);
        buffer = buffer.Slice(reader.Position);
        request = parsed;
        return true;
    }

    private static RtspRequest Parse(string head)
    {
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3 || words[0].Length == 0 || !words[2].StartsWith("RTSP/", StringComparison.Ordinal))
        {
            throw new RtspFormatException("The request line is malformed.");
        }

        if (lines.Length - 1 > MaxHeaders)
        {
            throw new RtspFormatException($"A request has more than {MaxHeaders} headers.");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new RtspFormatException("A header line is malformed.");
            }

            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return new RtspRequest(words[0], words[1], words[2], headers);
    }

    private static int BodyLength(RtspRequest request)
    {
        if (request.Header("Content-Length") is not { } text)
        {
            return 0;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaxBody
            ? length
            : throw new RtspFormatException("The length of the body is malformed or too large.");
    }
}
