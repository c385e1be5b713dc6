using System.Net;
using System.Text;
using CameraGrid.Media;
using CameraGrid.Media.Sdp;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Sdp;

public sealed class VideoOfferTests
{
    private static readonly CertificateFingerprint Fingerprint = CertificateFingerprint.Of("a certificate"u8);

    /// <summary>What a browser offers, shortened, with sound beside it.</summary>
    internal static string Text { get; } =
        string.Join(
            "\r\n",
            "v=0",
            "o=- 1 2 IN IP4 127.0.0.1",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0 1",
            $"a=fingerprint:{Fingerprint}",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "a=mid:0",
            "a=recvonly",
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97 102 103 104",
            "c=IN IP4 0.0.0.0",
            "a=ice-ufrag:abcd",
            "a=ice-pwd:0123456789012345678901",
            "a=setup:actpass",
            "a=mid:1",
            "a=extmap:5/recvonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay",
            "a=recvonly",
            "a=rtcp-mux",
            "a=rtpmap:96 VP8/90000",
            "a=rtpmap:97 rtx/90000",
            "a=fmtp:97 apt=96",
            "a=rtpmap:102 H264/90000",
            "a=rtcp-fb:102 nack",
            "a=rtcp-fb:102 nack pli",
            "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f",
            "a=rtpmap:103 rtx/90000",
            "a=fmtp:103 apt=102",
            "a=rtpmap:104 H264/90000",
            "a=fmtp:104 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=64001f",
            ""
        );

    [Fact]
    public void An_offer_is_read()
    {
        var offer = VideoOffer.Parse(Text);

        Assert.Equal((1, "1", "abcd", 5), (offer.Index, offer.Mid, offer.IceUfrag, offer.PlayoutDelayId));
        Assert.True(offer.Fingerprint.IsOf("a certificate"u8));
        Assert.False(offer.Fingerprint.IsOf("another"u8));
        Assert.Equal([102, 104], offer.H264.Select(format => (int)format.PayloadType));
        Assert.Equal([103, null], offer.H264.Select(format => (int?)format.RtxPayloadType));
        Assert.Equal([true, false], offer.H264.Select(format => format is { HasNack: true, HasPictureLoss: true }));
    }

    [Theory]
    [InlineData(0x64, 104)]
    [InlineData(0x42, 102)]
    [InlineData(0x4D, 102)]
    public void The_format_is_that_of_the_streams_profile_or_else_the_first(int profile, byte payloadType)
    {
        Assert.Equal(payloadType, VideoOffer.Parse(Text).FormatFor(profile)!.PayloadType);
    }

    [Fact]
    public void An_answer_takes_the_video_and_refuses_all_else()
    {
        var offer = VideoOffer.Parse(Text);
        var answer = new VideoAnswer
        {
            Offer = offer,
            Format = offer.H264[0],
            SessionId = 7,
            IceUfrag = "efgh",
            IcePassword = "a password",
            Fingerprint = Fingerprint,
            Ssrc = 1,
            RtxSsrc = 2,
            Candidates = [new(IPAddress.Parse("192.0.2.1"), 8189), new(IPAddress.IPv6Loopback, 8189)],
        };

        Assert.Equal(
            $"""
            v=0
            o=- 7 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=ice-lite
            a=group:BUNDLE 1
            a=msid-semantic:WMS *
            m=audio 0 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=inactive
            m=video 8189 UDP/TLS/RTP/SAVPF 102 103
            c=IN IP4 192.0.2.1
            a=mid:1
            a=sendonly
            a=rtcp-mux
            a=rtcp-rsize
            a=ice-ufrag:efgh
            a=ice-pwd:a password
            a=fingerprint:{Fingerprint}
            a=setup:passive
            a=candidate:1 1 udp 2130706431 192.0.2.1 8189 typ host
            a=candidate:2 1 udp 2130706175 ::1 8189 typ host
            a=end-of-candidates
            a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/playout-delay
            a=rtpmap:102 H264/90000
            a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
            a=rtcp-fb:102 nack
            a=rtcp-fb:102 nack pli
            a=rtpmap:103 rtx/90000
            a=fmtp:103 apt=102
            a=msid:cameragrid video
            a=ssrc-group:FID 1 2
            a=ssrc:1 cname:cameragrid
            a=ssrc:2 cname:cameragrid

            """,
            answer.ToString(),
            ignoreLineEndingDifferences: true
        );
    }

    [Theory]
    [InlineData("m=video 9", "m=text 9", "no video")]
    [InlineData("m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP", "not secured")]
    [InlineData("a=rtcp-mux\r\n", "", "rtcp-mux")]
    [InlineData("a=ice-ufrag:abcd\r\n", "", "ice-ufrag")]
    [InlineData("a=fingerprint:sha-256 ", "a=fingerprint:md5 ", "sha-256")]
    [InlineData("a=recvonly\r\na=rtcp-mux", "a=sendonly\r\na=rtcp-mux", "receive")]
    public void An_offer_that_cannot_be_answered_says_why(string part, string wrong, string reason)
    {
        var failure = Assert.Throws<MediaFormatException>(() => VideoOffer.Parse(Text.Replace(part, wrong)));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_offers_are_read_or_refused_and_nothing_else_happens()
    {
        var mutations = new Mutations(seed: 8866);
        var whole = Encoding.UTF8.GetBytes(Text);
        for (var round = 0; round < 5_000; round++)
        {
            try
            {
                VideoOffer.Parse(Encoding.UTF8.GetString(mutations.Next(whole)));
            }
            catch (MediaFormatException)
            {
                // Refused.
            }
        }
    }
}
