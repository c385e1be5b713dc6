using CameraGrid.Media;
using CameraGrid.Media.Sdp;

namespace CameraGrid.Tests.Media.Sdp;

public sealed class SessionDescriptionTests
{
    private const string Camera = """
        v=0
        o=- 1 1 IN IP4 127.0.0.1
        s=Gate
        c=IN IP4 0.0.0.0
        t=0 0
        a=control:*
        a=range:npt=now-
        m=video 0 RTP/AVP 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1
        a=recvonly
        a=control:track1
        m=audio 0 RTP/AVP 8 0
        c=IN IP4 10.0.0.1
        a=rtpmap:8 PCMA/8000

        """;

    [Fact]
    public void A_description_is_read()
    {
        var description = SessionDescription.Parse(Camera);

        Assert.Equal("Gate", description.Name);
        Assert.Equal("*", description.Attribute("control"));
        Assert.Equal(["video", "audio"], description.Media.Select(media => media.Kind));
        Assert.Equal("track1", description.Media[0].Attribute("control"));
        Assert.Contains(new SdpAttributeLine("recvonly"), description.Media[0].Attributes);
        Assert.Equal(["8", "0"], description.Media[1].Formats);
        Assert.Equal("IN IP4 10.0.0.1", description.Media[1].Connection);
    }

    [Fact]
    public void A_description_is_written_as_it_was_read() =>
        Assert.Equal(Camera.ReplaceLineEndings("\r\n"), SessionDescription.Parse(Camera).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("o=- 1 1 IN IP4 0.0.0.0\r\nv=0")]
    [InlineData("v=1\r\no=- 1 1 IN IP4 0.0.0.0")]
    [InlineData("v=0\r\ns=no origin")]
    [InlineData("v=0\r\no=-\r\nm=video x RTP/AVP 96")]
    [InlineData("v=0\r\no=-\r\nm=video 0 RTP/AVP")]
    [InlineData("v=0\r\nnonsense")]
    public void What_is_no_description_is_refused(string text) =>
        Assert.Throws<MediaFormatException>(() => SessionDescription.Parse(text));

    [Fact]
    public void Endless_descriptions_are_refused()
    {
        var many = "v=0\no=-\n" + string.Concat(Enumerable.Repeat("m=video 0 RTP/AVP 96\n", 65));

        Assert.Throws<MediaFormatException>(() => SessionDescription.Parse(many));
        Assert.Throws<MediaFormatException>(() => SessionDescription.Parse(Camera + new string('a', 65_536)));
    }

    [Fact]
    public void Damaged_descriptions_throw_a_format_exception_only()
    {
        var random = new Random(3);
        for (var round = 0; round < 20_000; round++)
        {
            var text = Camera.ToCharArray();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                text[random.Next(text.Length)] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536);
            }

            try
            {
                SessionDescription.Parse(new string(text, 0, random.Next(text.Length + 1)));
            }
            catch (MediaFormatException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void Formats_carry_the_parameter_sets()
    {
        byte[] h264 = [0, 0, 0, 1, 0x67, 0x42, 0xC0, 0x1E, 9, 0, 0, 1, 0x68, 0xCE];
        byte[] h265 = [0, 0, 1, 0x40, 1, 0, 0, 1, 0x42, 2, 0, 0, 1, 0x44, 3];

        Assert.Equal(
            "packetization-mode=1;profile-level-id=42C01E;sprop-parameter-sets=Z0LAHgk=,aM4=",
            SdpFormats.H264(h264)
        );
        Assert.Equal("sprop-vps=QAE=;sprop-sps=QgI=;sprop-pps=RAM=", SdpFormats.H265(h265));
        Assert.Throws<MediaFormatException>(() => SdpFormats.H264(h265));
        Assert.Throws<MediaFormatException>(() => SdpFormats.H265(h264));
        Assert.EndsWith("config=1408", SdpFormats.Aac([0x14, 0x08]), StringComparison.Ordinal);
    }
}
