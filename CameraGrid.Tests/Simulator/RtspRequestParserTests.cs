using System.Buffers;
using System.Text;
using CameraGrid.Simulator.Rtsp;

namespace CameraGrid.Tests.Simulator;

public sealed class RtspRequestParserTests
{
    private const string Request =
        "SETUP rtsp://127.0.0.1:8554/cam1/main/track1 RTSP/1.0\r\nCSeq: 3\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nContent-Length: 4\r\n\r\nbody";

    [Fact]
    public void A_request_is_read_whole_however_it_arrives()
    {
        var bytes = Encoding.UTF8.GetBytes($"$\u0001\0\u0002ab\r\n{Request}OPTIONS");
        var end = bytes.Length - "OPTIONS".Length;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(bytes, 0, length);
            var read = RtspRequestParser.TryRead(ref buffer, out var request);

            Assert.Equal(length >= end, read);
            if (read)
            {
                Assert.Equal("SETUP", request!.Method);
                Assert.Equal("/cam1/main/track1", request.Path);
                Assert.Equal("3", request.Header("cseq"));
                Assert.Equal(length - end, buffer.Length);
            }
        }
    }

    [Fact]
    public void Endless_requests_are_refused()
    {
        var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(new string('A', 9000)));

        Assert.Throws<RtspFormatException>(() => RtspRequestParser.TryRead(ref buffer, out _));
    }

    [Fact]
    public void Damaged_requests_throw_a_format_exception_only()
    {
        var random = new Random(4);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Request + Request);
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var buffer = new ReadOnlySequence<byte>(bytes);
            try
            {
                while (RtspRequestParser.TryRead(ref buffer, out var request))
                {
                    _ = request!.Path;
                    _ = TransportHeader.TryParse(request.Header("Transport"), out _);
                    _ = AuthorizationParameters.Parse(request.Header("Transport") ?? "");
                }
            }
            catch (RtspFormatException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void Digest_parameters_are_tokens_or_quoted_text()
    {
        var parameters = AuthorizationParameters.Parse("""username="a \"b\", c", qop=auth , nc=00000001,uri="x""");

        Assert.Equal("a \"b\", c", parameters["username"]);
        Assert.Equal("auth", parameters["QOP"]);
        Assert.Equal("00000001", parameters["nc"]);
        Assert.Equal("x", parameters["uri"]);
    }
}
