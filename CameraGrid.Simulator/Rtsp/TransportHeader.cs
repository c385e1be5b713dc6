using System.Globalization;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>What a client's Transport header (RFC 2326, 12.39) asks for, of what this server offers.</summary>
/// <param name="IsInterleaved">RTP on the RTSP connection; else over UDP.</param>
/// <param name="First">Channel or port of RTP.</param>
/// <param name="Second">Channel or port of RTCP.</param>
internal readonly record struct TransportHeader(bool IsInterleaved, int First, int Second)
{
    /// <summary>Takes the first of the client's proposals the server can do.</summary>
    public static bool TryParse(string? header, out TransportHeader transport)
    {
        foreach (var proposal in (header ?? "").Split(','))
        {
            var parameters = proposal.Split(';', StringSplitOptions.TrimEntries);
            var interleaved = parameters[0].Equals("RTP/AVP/TCP", StringComparison.OrdinalIgnoreCase);
            var datagrams =
                parameters[0].Equals("RTP/AVP", StringComparison.OrdinalIgnoreCase)
                || parameters[0].Equals("RTP/AVP/UDP", StringComparison.OrdinalIgnoreCase);
            if (
                (interleaved || datagrams)
                && !parameters.Contains("multicast", StringComparer.OrdinalIgnoreCase)
                && TryParsePair(
                    parameters,
                    interleaved ? "interleaved=" : "client_port=",
                    out var first,
                    out var second
                )
                && (interleaved ? first >= 0 && second <= 255 : first > 0 && second <= 65535)
            )
            {
                transport = new TransportHeader(interleaved, first, second);
                return true;
            }
        }

        transport = default;
        return false;
    }

    private static bool TryParsePair(string[] parameters, string name, out int first, out int second)
    {
        first = second = 0;
        var value = parameters.FirstOrDefault(p => p.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        var range = value?[name.Length..].Split('-') ?? [];
        if (range.Length is 0 or > 2 || !TryParseNumber(range[0], out first))
        {
            return false;
        }

        second = first + 1;
        return range.Length == 1 || TryParseNumber(range[1], out second);
    }

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 65535;
}
