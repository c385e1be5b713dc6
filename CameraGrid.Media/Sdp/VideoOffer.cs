using System.Globalization;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Media.Sdp;

/// <summary>What a browser offers that wants to receive video by WebRTC (RFC 8829): its first video section.</summary>
public sealed record VideoOffer
{
    /// <summary>The media sections of the offer, in order.</summary>
    public required IReadOnlyList<SdpMedia> Media { get; init; }

    /// <summary>Which of them is the video.</summary>
    public required int Index { get; init; }

    /// <summary>The video section's identification tag (RFC 5888).</summary>
    public required string Mid { get; init; }

    /// <summary>The peer's ICE user name fragment (RFC 8839, 5.4).</summary>
    public required string IceUfrag { get; init; }

    /// <summary>The hash of the certificate that the peer will show (RFC 8122, 5).</summary>
    public required CertificateFingerprint Fingerprint { get; init; }

    /// <summary>H.264 of packetization mode 1 (RFC 6184, 8.1), in the peer's order of preference; may be empty.</summary>
    public required IReadOnlyList<OfferedH264> H264 { get; init; }

    /// <summary>The identifier of the extension <see cref="PlayoutDelay"/>, where it is offered and can be carried.</summary>
    public required int? PlayoutDelayId { get; init; }

    /// <summary>Reads an offer.</summary>
    /// <exception cref="MediaFormatException">No session description, or one that cannot be answered; says why.</exception>
    public static VideoOffer Parse(string text)
    {
        var description = SessionDescription.Parse(text);
        var index = description.Media.ToList().FindIndex(media => media is { Kind: "video", Port: not 0 });
        if (index < 0)
        {
            throw new MediaFormatException("The offer has no video.");
        }

        var video = description.Media[index];
        if (!video.Protocol.Contains("TLS/RTP/SAVPF", StringComparison.Ordinal))
        {
            throw new MediaFormatException($"The offer's video is not secured by DTLS: {video.Protocol}.");
        }

        if (Has(video, "sendonly") || Has(video, "inactive"))
        {
            throw new MediaFormatException("The offer does not want to receive video.");
        }

        if (!Has(video, "rtcp-mux"))
        {
            throw new MediaFormatException("The offer's video lacks a=rtcp-mux.");
        }

        return new VideoOffer
        {
            Media = description.Media,
            Index = index,
            Mid = video.Attribute("mid") ?? "0",
            IceUfrag = Required(description, video, "ice-ufrag"),
            Fingerprint = CertificateFingerprint.Parse(Required(description, video, "fingerprint")),
            H264 = [.. OfferedH264.In(video)],
            PlayoutDelayId = ExtensionId(video, PlayoutDelay.Uri),
        };
    }

    /// <summary>
    /// The format for a stream: of its own profile, else the first one, since browsers decode more than they offer. Null:
    /// there is none.
    /// </summary>
    /// <param name="profile">profile_idc of the stream.</param>
    public OfferedH264? FormatFor(int profile) =>
        H264.FirstOrDefault(format => format.Profile == profile) ?? (H264.Count > 0 ? H264[0] : null);

    private static bool Has(SdpMedia media, string property) =>
        media.Attributes.Any(attribute => attribute.Name == property);

    // Attributes of the session hold for each of its media (RFC 8866, 5.13).
    private static string Required(SessionDescription description, SdpMedia media, string name) =>
        media.Attribute(name)
        ?? description.Attribute(name)
        ?? throw new MediaFormatException($"The offer's video lacks a={name}.");

    // a=extmap:<id>[/<direction>] <URI> (RFC 8285, 8)
    private static int? ExtensionId(SdpMedia media, string uri)
    {
        foreach (var attribute in media.Attributes.Where(attribute => attribute.Name == "extmap"))
        {
            var words = attribute.Value?.Split(' ') ?? [];
            if (
                words.Length >= 2
                && words[1] == uri
                && int.TryParse(words[0].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && PlayoutDelay.IsPossible(id)
            )
            {
                return id;
            }
        }

        return null;
    }
}
