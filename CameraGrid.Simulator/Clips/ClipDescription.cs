using System.Globalization;
using CameraGrid.Media.Sdp;

namespace CameraGrid.Simulator.Clips;

/// <summary>The session description of a clip as DESCRIBE returns it; track n's control address is <c>trackn</c>.</summary>
internal static class ClipDescription
{
    /// <param name="name">The camera's name.</param>
    /// <param name="clip">The clip.</param>
    /// <param name="withParameterSets">Whether the parameter sets stand in it, besides in band.</param>
    public static SessionDescription Create(string name, Clip clip, bool withParameterSets) =>
        new()
        {
            Origin = "- 1 1 IN IP4 127.0.0.1",
            Name = name,
            Connection = "IN IP4 0.0.0.0",
            Attributes = [new("control", "*"), new("range", "npt=now-")],
            Media = [.. clip.Tracks.Select((track, index) => Media(track, index, withParameterSets))],
        };

    private static SdpMedia Media(ClipTrack track, int index, bool withParameterSets)
    {
        var type = track.PayloadType.ToString(CultureInfo.InvariantCulture);
        var rate = track.ClockRate.ToString(CultureInfo.InvariantCulture);
        var (kind, map, parameters) = track.Codec switch
        {
            ClipCodec.H264 => ("video", $"H264/{rate}", SdpFormats.H264(track.ExtraData)),
            ClipCodec.H265 => ("video", $"H265/{rate}", SdpFormats.H265(track.ExtraData)),
            ClipCodec.Mjpeg => ("video", $"JPEG/{rate}", null),
            ClipCodec.Aac => ("audio", $"MPEG4-GENERIC/{rate}/1", SdpFormats.Aac(track.ExtraData)),
            _ => ("audio", $"PCMA/{rate}", null),
        };
        List<SdpAttributeLine> attributes = [new("rtpmap", $"{type} {map}")];
        if (!withParameterSets && parameters is not null)
        {
            parameters = WithoutParameterSets(parameters);
        }

        if (!string.IsNullOrEmpty(parameters))
        {
            attributes.Add(new("fmtp", $"{type} {parameters}"));
        }

        if (kind == "video")
        {
            attributes.Add(new("framerate", track.FrameRate.ToString(CultureInfo.InvariantCulture)));
        }

        attributes.Add(new("control", $"track{(index + 1).ToString(CultureInfo.InvariantCulture)}"));
        return new SdpMedia(kind, 0, "RTP/AVP", [type]) { Attributes = attributes };
    }

    private static string WithoutParameterSets(string parameters) =>
        string.Join(
            ';',
            parameters.Split(';').Where(parameter => !parameter.StartsWith("sprop-", StringComparison.Ordinal))
        );
}
