using System.Globalization;

namespace CameraGrid.Media.Sdp;

/// <summary>Reads session descriptions. Cameras end lines with CRLF, LF or nothing at the end; all are taken.</summary>
internal static class SdpParser
{
    private const int MaxLength = 64 * 1024;
    private const int MaxMedia = 64;

    public static SessionDescription Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new MediaFormatException($"A session description of {text.Length} characters is too long.");
        }

        string? version = null;
        string? origin = null;
        string? name = null;
        string? connection = null;
        var sessionAttributes = new List<SdpAttributeLine>();
        var media = new List<SdpMedia>();
        var attributes = sessionAttributes;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimEnd();
            if (line.IsEmpty)
            {
                continue;
            }

            if (line.Length < 2 || line[1] != '=')
            {
                throw new MediaFormatException("A line of the session description is not of the form type=value.");
            }

            var value = line[2..].ToString();
            if (version is null && line[0] != 'v')
            {
                throw new MediaFormatException("A session description starts with its version.");
            }

            switch (line[0])
            {
                case 'v':
                    version = value == "0" ? value : throw new MediaFormatException("Only SDP version 0 is known.");
                    break;
                case 'o':
                    origin ??= value;
                    break;
                case 's':
                    name ??= value;
                    break;
                case 'c' when media.Count == 0:
                    connection = value;
                    break;
                case 'c':
                    media[^1] = media[^1] with { Connection = value };
                    break;
                case 'a':
                    attributes.Add(ParseAttribute(value));
                    break;
                case 'm':
                    attributes = [];
                    media.Add(ParseMedia(value) with { Attributes = attributes });
                    break;
            }

            if (media.Count > MaxMedia)
            {
                throw new MediaFormatException($"A session description of more than {MaxMedia} media is not taken.");
            }
        }

        return new SessionDescription
        {
            Origin = origin ?? throw new MediaFormatException("The session description has no origin."),
            // "s=" is required (RFC 8866, 5.3), and yet some cameras leave it out.
            Name = name ?? "-",
            Connection = connection,
            Attributes = sessionAttributes,
            Media = media,
        };
    }

    private static SdpAttributeLine ParseAttribute(string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new SdpAttributeLine(value) : new SdpAttributeLine(value[..colon], value[(colon + 1)..]);
    }

    private static SdpMedia ParseMedia(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // m=<media> <port>[/<number of ports>] <proto> <fmt> …
        if (
            words.Length < 4
            || !ushort.TryParse(words[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        )
        {
            throw new MediaFormatException("A media line of the session description is malformed.");
        }

        return new SdpMedia(words[0], port, words[2], words[3..]);
    }
}
