using System.Net;
using CameraGrid.Cameras;
using CameraGrid.Media.Sdp;
using CameraGrid.Tests.Media.Sdp;
using CameraGrid.Transcoder.Live;
using CameraGrid.Transcoder.Whep;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Whep;

public sealed class WhepConsentTests
{
    [Fact]
    public void A_viewer_that_is_heard_of_no_more_is_lost()
    {
        var time = new FakeTimeProvider();
        using var socket = new WhepSocket(IPAddress.Loopback, port: 0);
        using var live = Live();
        var session = Begin(socket, live, time);

        time.Advance(WhepSession.ConsentLimit);
        Assert.False(session.IsLost);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(session.IsLost);
    }

    [Fact]
    public void A_viewer_whom_a_gateway_let_in_is_lost_when_the_gateway_says_no_more_that_it_may_stay()
    {
        var time = new FakeTimeProvider();
        using var socket = new WhepSocket(IPAddress.Loopback, port: 0);
        using var live = Live();
        var (asked, unasked) = (Begin(socket, live, time), Begin(socket, live, time));

        asked.Renew();
        time.Advance(WhepSession.RenewalLimit);
        Assert.False(asked.IsLost);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(asked.IsLost);
        Assert.False(unasked.IsLost);
    }

    [Fact]
    public void A_port_that_is_taken_is_named_with_its_key()
    {
        using var first = new WhepSocket(IPAddress.Loopback, port: 0);

        var failure = Assert.Throws<IOException>(() => new WhepSocket(IPAddress.Loopback, first.Port));

        Assert.Contains($"Transcoder:Whep:Port: UDP port {first.Port}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1 192.0.2.1", "::")]
    [InlineData("192.0.2.1", "::")]
    public void It_listens_where_it_says_that_it_can_be_reached_and_on_loopback_only_where_that_is_all(
        string announced,
        string listens
    )
    {
        var addresses = announced.Split(' ').Select(IPAddress.Parse).ToList();

        Assert.Equal(IPAddress.Parse(listens), WhepAddresses.ListenFor(addresses));
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:0", true)]
    [InlineData("urls", "http://localhost:5000;http://[::1]:5000", true)]
    [InlineData("urls", "http://127.0.0.1:0;http://*:8080", false)]
    [InlineData("urls", "http://0.0.0.0:8080", false)]
    [InlineData("http_ports", "8080", false)]
    [InlineData("any", "other", true)]
    public void Where_the_service_listens_on_loopback_only_so_does_WebRTC(string key, string value, bool local)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        var announced = WhepAddresses.Announced(new WhepOptions(), configuration);

        Assert.Equal(local, announced.SequenceEqual([IPAddress.Loopback]));
    }

    [Fact]
    public void Other_options_that_are_wrong_are_told_by_their_keys() =>
        Assert.Equal(
            [
                "Transcoder:Whep:Port must be between 0 and 65535.",
                "Transcoder:Whep:MostSessions must be between 1 and 10000.",
            ],
            new WhepOptions { Port = 65536, MostSessions = 0 }.Validate()
        );

    [Fact]
    public void Addresses_that_are_none_are_all_named()
    {
        var options = new WhepOptions();
        options.Addresses.Add("here");
        options.Addresses.Add("192.0.2.1");
        options.Addresses.Add("there");

        var errors = options.Validate().ToList();

        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.StartsWith("Transcoder:Whep:Addresses: '", error, StringComparison.Ordinal));
    }

    private static LiveStream Live() =>
        new(new StreamKey("yard", StreamName.Main), new RingBlockPool(), LiveOptions.Default);

    private static WhepSession Begin(WhepSocket socket, LiveStream live, TimeProvider time)
    {
        var offer = VideoOffer.Parse(VideoOfferTests.Text);
        var answer = new VideoAnswer
        {
            Offer = offer,
            Format = offer.H264[0],
            SessionId = 1,
            IceUfrag = "ufrag",
            IcePassword = "password",
            Fingerprint = offer.Fingerprint,
            Ssrc = 1,
            RtxSsrc = 2,
            Candidates = [new IPEndPoint(IPAddress.Loopback, socket.Port)],
        };
        return new WhepSession("id", live, answer, socket, time, CancellationToken.None);
    }
}
