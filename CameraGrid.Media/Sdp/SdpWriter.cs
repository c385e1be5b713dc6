using System.Globalization;
using System.Text;

namespace CameraGrid.Media.Sdp;

internal static class SdpWriter
{
    public static string Write(SessionDescription description)
    {
        var text = new StringBuilder();
        Line(text, 'v', "0");
        Line(text, 'o', description.Origin);
        Line(text, 's', description.Name);
        if (description.Connection is { } connection)
        {
            Line(text, 'c', connection);
        }

        Line(text, 't', "0 0");
        Attributes(text, description.Attributes);
        foreach (var media in description.Media)
        {
            var port = media.Port.ToString(CultureInfo.InvariantCulture);
            Line(text, 'm', $"{media.Kind} {port} {media.Protocol} {string.Join(' ', media.Formats)}");
            if (media.Connection is { } mediaConnection)
            {
                Line(text, 'c', mediaConnection);
            }

            Attributes(text, media.Attributes);
        }

        return text.ToString();
    }

    private static void Attributes(StringBuilder text, IReadOnlyList<SdpAttributeLine> attributes)
    {
        foreach (var attribute in attributes)
        {
            Line(text, 'a', attribute.Value is { } value ? $"{attribute.Name}:{value}" : attribute.Name);
        }
    }

    private static void Line(StringBuilder text, char type, string value) =>
        text.Append(type).Append('=').Append(value).Append("\r\n");
}
