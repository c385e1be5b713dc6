using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CameraGrid.Media.Rtp;

namespace CameraGrid.Media.Sdp;

/// <summary>
/// The answer to a <see cref="VideoOffer"/>: this side sends one H.264 stream, is ICE-lite (RFC 8445, 2.5) with all its
/// candidates at hand, and waits for the peer to begin DTLS. All other media of the offer are refused.
/// </summary>
public sealed record VideoAnswer
{
    /// <summary>The offer that is answered.</summary>
    public required VideoOffer Offer { get; init; }

    /// <summary>One of the offer's formats.</summary>
    public required OfferedH264 Format { get; init; }

    /// <summary>Names the session; digits.</summary>
    public required long SessionId { get; init; }

    /// <summary>This side's ICE user name fragment.</summary>
    public required string IceUfrag { get; init; }

    /// <summary>This side's ICE password.</summary>
    public required string IcePassword { get; init; }

    /// <summary>The hash of this side's certificate.</summary>
    public required CertificateFingerprint Fingerprint { get; init; }

    /// <summary>The stream.</summary>
    public required uint Ssrc { get; init; }

    /// <summary>The stream of retransmissions, used where the format has some.</summary>
    public required uint RtxSsrc { get; init; }

    /// <summary>Where this side can be reached, the best first.</summary>
    public required IReadOnlyList<IPEndPoint> Candidates { get; init; }

    /// <summary>As it goes over the wire.</summary>
    public override string ToString() =>
        new SessionDescription
        {
            Origin = $"- {SessionId.ToString(CultureInfo.InvariantCulture)} 1 IN IP4 127.0.0.1",
            Name = "-",
            Attributes = [new("ice-lite"), new("group", $"BUNDLE {Offer.Mid}"), new("msid-semantic", "WMS *")],
            Media = [.. Offer.Media.Select((media, index) => index == Offer.Index ? Video() : Refused(media))],
        }.ToString();

    // "to reject an offered stream, the port number … MUST be set to zero" (RFC 3264, 6).
    private static SdpMedia Refused(SdpMedia offered) =>
        new(offered.Kind, 0, offered.Protocol, offered.Formats)
        {
            Connection = "IN IP4 0.0.0.0",
            Attributes = offered.Attribute("mid") is { } mid ? [new("mid", mid), new("inactive")] : [new("inactive")],
        };

    private SdpMedia Video()
    {
        var offered = Offer.Media[Offer.Index];
        var best = Candidates[0];
        var formats = Format.RtxPayloadType is { } rtx
            ? (string[])[Text(Format.PayloadType), Text(rtx)]
            : [Text(Format.PayloadType)];
        return new SdpMedia("video", best.Port, offered.Protocol, formats)
        {
            Connection = $"IN {(best.AddressFamily == AddressFamily.InterNetwork ? "IP4" : "IP6")} {best.Address}",
            Attributes = [.. Transport(), .. Formats(), .. Streams()],
        };
    }

    private IEnumerable<SdpAttributeLine> Transport()
    {
        yield return new("mid", Offer.Mid);
        yield return new("sendonly");
        yield return new("rtcp-mux");
        yield return new("rtcp-rsize");
        yield return new("ice-ufrag", IceUfrag);
        yield return new("ice-pwd", IcePassword);
        yield return new("fingerprint", Fingerprint.ToString());
        yield return new("setup", "passive");
        foreach (var (place, candidate) in Candidates.Index())
        {
            // "(2^24)*(type preference) + (2^8)*(local preference) + (256 - component ID)" (RFC 8445, 5.1.2.1); 126 for
            // host candidates.
            var priority = (126L << 24) + ((65535L - place) << 8) + 255;
            yield return new(
                "candidate",
                $"{Text(place + 1)} 1 udp {Text(priority)} {candidate.Address} {Text(candidate.Port)} typ host"
            );
        }

        yield return new("end-of-candidates");
    }

    private IEnumerable<SdpAttributeLine> Formats()
    {
        var format = Text(Format.PayloadType);
        if (Offer.PlayoutDelayId is { } id)
        {
            yield return new("extmap", $"{Text(id)} {PlayoutDelay.Uri}");
        }

        yield return new("rtpmap", $"{format} H264/90000");
        yield return new("fmtp", $"{format} {Format.Parameters}");
        if (Format.HasNack)
        {
            yield return new("rtcp-fb", $"{format} nack");
        }

        if (Format.HasPictureLoss)
        {
            yield return new("rtcp-fb", $"{format} nack pli");
        }

        if (Format.RtxPayloadType is { } rtx)
        {
            yield return new("rtpmap", $"{Text(rtx)} rtx/90000");
            yield return new("fmtp", $"{Text(rtx)} apt={format}");
        }
    }

    private IEnumerable<SdpAttributeLine> Streams()
    {
        yield return new("msid", "cameragrid video");
        if (Format.RtxPayloadType is null)
        {
            yield return new("ssrc", $"{Text(Ssrc)} cname:cameragrid");
            yield break;
        }

        // Chromium takes the first of them for the pictures, whatever the group says.
        yield return new("ssrc-group", $"FID {Text(Ssrc)} {Text(RtxSsrc)}");
        yield return new("ssrc", $"{Text(Ssrc)} cname:cameragrid");
        yield return new("ssrc", $"{Text(RtxSsrc)} cname:cameragrid");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
