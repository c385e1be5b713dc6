using System.Globalization;

namespace CameraGrid.Media.Sdp;

/// <summary>One H.264 format of an offer, of packetization mode 1 (RFC 6184, 8.1).</summary>
/// <param name="PayloadType">RTP's number for it.</param>
/// <param name="Profile">profile_idc.</param>
/// <param name="Parameters">The value of <c>a=fmtp</c> as offered, without the payload type.</param>
/// <param name="Feedback">The values of <c>a=rtcp-fb</c> of the format.</param>
/// <param name="RtxPayloadType">The number of its retransmissions (RFC 4588, 8.1), where they are offered.</param>
public sealed record OfferedH264(
    byte PayloadType,
    int Profile,
    string Parameters,
    IReadOnlyList<string> Feedback,
    byte? RtxPayloadType
)
{
    /// <summary>Whether the peer will tell which packets it lost.</summary>
    public bool HasNack => Feedback.Contains("nack");

    /// <summary>Whether the peer will tell that it lost the picture.</summary>
    public bool HasPictureLoss => Feedback.Contains("nack pli");

    internal static IEnumerable<OfferedH264> In(SdpMedia video)
    {
        foreach (var format in video.Formats)
        {
            if (
                !TryParsePayloadType(format, out var payloadType)
                || ValueOf(video, "rtpmap", format) is not { } codec
                || !codec.StartsWith("H264/90000", StringComparison.OrdinalIgnoreCase)
                || ValueOf(video, "fmtp", format) is not { } parameters
                // "When the value of packetization-mode is equal to 0 or packetization-mode is not present, the single NAL
                // mode MUST be used" (8.1): no large frame fits.
                || Parameter(parameters, "packetization-mode") != "1"
            )
            {
                continue;
            }

            // "If no profile-level-id is present, the Baseline profile … MUST be inferred" (8.1).
            var id = Parameter(parameters, "profile-level-id") ?? "420010";
            if (
                id.Length == 6
                && int.TryParse(id.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var profile)
            )
            {
                yield return new OfferedH264(
                    payloadType,
                    profile,
                    parameters,
                    [.. ValuesOf(video, "rtcp-fb", format), .. ValuesOf(video, "rtcp-fb", "*")],
                    RtxOf(video, format)
                );
            }
        }
    }

    private static byte? RtxOf(SdpMedia video, string format)
    {
        foreach (var other in video.Formats)
        {
            if (
                TryParsePayloadType(other, out var payloadType)
                && ValueOf(video, "rtpmap", other) is { } codec
                && codec.StartsWith("rtx/", StringComparison.OrdinalIgnoreCase)
                && ValueOf(video, "fmtp", other) is { } parameters
                && Parameter(parameters, "apt") == format
            )
            {
                return payloadType;
            }
        }

        return null;
    }

    private static bool TryParsePayloadType(string format, out byte payloadType) =>
        byte.TryParse(format, NumberStyles.None, CultureInfo.InvariantCulture, out payloadType) && payloadType < 128;

    private static string? ValueOf(SdpMedia video, string name, string format) =>
        ValuesOf(video, name, format).FirstOrDefault();

    // a=<name>:<payload type> <value>
    private static IEnumerable<string> ValuesOf(SdpMedia video, string name, string format) =>
        video
            .Attributes.Where(attribute =>
                attribute.Name == name && attribute.Value?.StartsWith($"{format} ", StringComparison.Ordinal) == true
            )
            .Select(attribute => attribute.Value![(format.Length + 1)..].Trim());

    private static string? Parameter(string parameters, string name) =>
        parameters
            .Split(';', StringSplitOptions.TrimEntries)
            .FirstOrDefault(parameter => parameter.StartsWith($"{name}=", StringComparison.OrdinalIgnoreCase))
            ?[(name.Length + 1)..];
}
