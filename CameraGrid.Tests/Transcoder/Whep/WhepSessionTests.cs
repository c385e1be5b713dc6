using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CameraGrid.Media.Rtp;
using CameraGrid.Media.Sdp;
using CameraGrid.Tests.Media.Sdp;
using Org.BouncyCastle.Tls;

namespace CameraGrid.Tests.Transcoder.Whep;

public sealed class WhepSessionTests(LiveCamera camera) : IClassFixture<LiveCamera>
{
    private const string Path = "/live/cam1/main/whep";
    private const byte StapA = 24;
    private const byte Sps = 7;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_gets_frames_from_a_keyframe_on_parameter_sets_first()
    {
        using var peer = await WatchAsync();

        var packet = await peer.PacketAsync();

        Assert.True(RtpHeader.TryRead(packet, out var header, out var payload));
        Assert.Equal((102, peer.Ssrc), (header.PayloadType, header.Ssrc));
        Assert.Equal((StapA, Sps), (payload[0] & 0x1F, payload[3] & 0x1F));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_packet_that_was_lost_is_sent_again(bool rtx)
    {
        using var peer = await WatchAsync(rtx);
        var lost = await peer.LatestPacketAsync();
        Assert.True(RtpHeader.TryRead(lost, out var original, out var content));
        var expected = content.ToArray();

        peer.Nack(original.SequenceNumber);

        while (true)
        {
            Assert.True(RtpHeader.TryRead(await peer.PacketAsync(), out var header, out var payload));
            if (header.PayloadType == 103)
            {
                Assert.True(rtx);
                Assert.Equal(original.SequenceNumber, (payload[0] << 8) | payload[1]);
                Assert.Equal(expected, payload[2..].ToArray());
                return;
            }

            if (header.SequenceNumber == original.SequenceNumber)
            {
                Assert.False(rtx);
                Assert.Equal(expected, payload.ToArray());
                return;
            }
        }
    }

    [Fact]
    public async Task A_viewer_that_lost_the_picture_gets_a_keyframe_before_the_next_would_come()
    {
        using var peer = await WatchAsync();
        await peer.PacketAsync();

        peer.PictureLost();

        byte type;
        do
        {
            Assert.True(RtpHeader.TryRead(await peer.PacketAsync(), out _, out var payload));
            type = (byte)(payload[0] & 0x1F);
        } while (type != StapA);
    }

    [Fact]
    public async Task Who_does_not_know_the_password_gets_nothing()
    {
        using var peer = new WhepPeer();
        await peer.BeginAsync(camera.Client, Path, peer.Offer());

        peer.Send(peer.Check(1, "not the password"));
        peer.Send([22, 254, 253, .. new byte[100]]);
        peer.Send([0x80, 200, .. new byte[100]]);
        peer.Send("something else"u8);
        peer.Send(peer.Check(2));

        var answer = await peer.ReceiveAsync();
        Assert.Equal((1, 1, 2), (answer[0], answer[1], answer[19]));
    }

    [Fact]
    public async Task Who_shows_another_certificate_than_it_announced_gets_no_pictures()
    {
        using var peer = new WhepPeer();
        await peer.BeginAsync(camera.Client, Path, peer.Offer(fingerprint: CertificateFingerprint.Of("another"u8)));

        await Assert.ThrowsAsync<TlsFatalAlertReceived>(peer.SecureAsync);
    }

    [Fact]
    public async Task A_session_that_is_deleted_says_good_bye_and_is_gone()
    {
        using var peer = await WatchAsync();
        await peer.PacketAsync();

        var goodbye = peer.GoodbyeAsync();
        using var deleted = await camera.Client.DeleteAsync(peer.Location, Token);
        await goodbye;

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        using var again = await camera.Client.DeleteAsync(peer.Location, Token);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_session_is_renewed_as_long_as_it_lasts()
    {
        using var peer = await WatchAsync();
        var renewal = peer.Location.OriginalString.Replace("/live/", "/streams/", StringComparison.Ordinal);

        using var renewed = await camera.Client.PostAsync(renewal, content: null, Token);
        using var unknown = await camera.Client.PostAsync($"{renewal}0", content: null, Token);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (renewed.StatusCode, unknown.StatusCode));
    }

    [Theory]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType, "application/sdp")]
    [InlineData("application/sdp", "hello", HttpStatusCode.BadRequest, "type=value")]
    [InlineData("application/sdp", "", HttpStatusCode.BadRequest, "no origin")]
    public async Task What_is_no_offer_is_refused_with_the_reason(
        string type,
        string body,
        HttpStatusCode status,
        string reason
    )
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new(type);

        using var response = await camera.Client.PostAsync(Path, content, Token);

        await AssertProblemAsync(response, status, reason);
    }

    [Fact]
    public async Task An_offer_without_H264_or_too_large_is_refused_with_the_reason()
    {
        using var without = await WhepPeer.PostAsync(camera.Client, Path, VideoOfferTests.Text.Replace("H264", "VP9"));
        await AssertProblemAsync(without, HttpStatusCode.NotAcceptable, "packetization-mode=1");

        using var large = await WhepPeer.PostAsync(camera.Client, Path, new string('v', 65 * 1024));
        await AssertProblemAsync(large, HttpStatusCode.RequestEntityTooLarge, "65536");
    }

    [Fact]
    public async Task Cameras_that_are_away_or_unknown_are_refused_as_by_every_protocol()
    {
        using var peer = new WhepPeer();
        using var away = await WhepPeer.PostAsync(camera.Client, "/live/away/main/whep", peer.Offer());
        using var unknown = await WhepPeer.PostAsync(camera.Client, "/live/nobody/main/whep", peer.Offer());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_address_says_what_it_takes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, Path);
        using var options = await camera.Client.SendAsync(request, Token);
        using var patch = await camera.Client.PatchAsync($"{Path}/session", new StringContent(""), Token);

        Assert.Equal(["application/sdp"], options.Headers.GetValues("Accept-Post"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, patch.StatusCode);
    }

    [Fact]
    public async Task There_are_no_more_sessions_than_allowed_and_an_end_makes_room()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(
            ["/cam1"],
            args: ["--Transcoder:Whep:MostSessions=1", "--Transcoder:Whep:Addresses:0=127.0.0.1"]
        );
        await transcoder.LiveAsync("cam1");
        using var first = new WhepPeer();
        await first.BeginAsync(transcoder.Client, Path, first.Offer());
        using var second = new WhepPeer();

        using var refused = await WhepPeer.PostAsync(transcoder.Client, Path, second.Offer());
        await AssertProblemAsync(refused, HttpStatusCode.ServiceUnavailable, "too many");
        using var deleted = await transcoder.Client.DeleteAsync(first.Location, Token);
        HttpResponseMessage response;
        do
        {
            // Its end takes a moment.
            Token.ThrowIfCancellationRequested();
            response = await WhepPeer.PostAsync(transcoder.Client, Path, second.Offer());
        } while (response.StatusCode == HttpStatusCode.ServiceUnavailable);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    [Fact]
    public async Task A_stream_with_B_frames_is_refused_with_the_reason()
    {
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/bframes"]);
        await transcoder.LiveAsync("bframes");
        using var peer = new WhepPeer();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));

        var response = await WhepPeer.PostAsync(transcoder.Client, "/live/bframes/main/whep", peer.Offer());
        while (response.StatusCode == HttpStatusCode.Created)
        {
            // The order of frames shows once there are some.
            using var deleted = await transcoder.Client.DeleteAsync(response.Headers.Location, limit.Token);
            await Task.Delay(100, limit.Token);
            response = await WhepPeer.PostAsync(transcoder.Client, "/live/bframes/main/whep", peer.Offer());
        }

        await AssertProblemAsync(response, HttpStatusCode.UnprocessableEntity, "B-frames");
    }

    [Fact]
    public async Task A_transcoder_that_stops_says_good_bye()
    {
        var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"]);
        await transcoder.LiveAsync("cam1");
        using var peer = new WhepPeer();
        await peer.BeginAsync(transcoder.Client, Path, peer.Offer());
        await peer.SecureAsync();
        await peer.PacketAsync();

        var goodbye = peer.GoodbyeAsync();
        var stopping = transcoder.DisposeAsync().AsTask();
        await goodbye;

        await stopping;
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode status, string reason)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Contains(reason, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<WhepPeer> WatchAsync(bool rtx = true)
    {
        var peer = new WhepPeer();
        await peer.BeginAsync(camera.Client, Path, peer.Offer(rtx));
        await peer.SecureAsync();
        return peer;
    }
}
