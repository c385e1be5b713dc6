using System.Text;
using CameraGrid.Simulator.Rtsp;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator;

public sealed class AuthenticationTests
{
    private const string Password = "p@ss:wörd/#%&\"";

    [Theory]
    [InlineData("basic")]
    [InlineData("digest-md5")]
    public async Task Ffmpeg_plays_with_the_right_password_only(string scheme)
    {
        await using var simulator = await TestSimulator.StartAsync(
            $"Authentication={scheme}",
            "Username=viewer",
            "Password=se cret"
        );
        var url = simulator.UrlOf("/alaw/main");

        var right = await RtspClients.DecodeAsync(
            "tcp",
            url.Replace("//", "//viewer:se%20cret@", StringComparison.Ordinal),
            2
        );
        var wrong = await RtspClients.DecodeAsync(
            "tcp",
            url.Replace("//", "//viewer:guess@", StringComparison.Ordinal),
            2
        );
        var none = await RtspClients.DecodeAsync("tcp", url, 2);

        Assert.Equal(2, right.Timestamps.Count);
        Assert.All([wrong, none], refused => Assert.Contains(refused.Errors, line => line.Contains("401")));
    }

    [Theory]
    [InlineData("digest-md5", "MD5", true)]
    [InlineData("digest-md5", "MD5", false)]
    [InlineData("digest-sha256", "SHA-256", true)]
    [InlineData("digest-sha256", "SHA-256", false)]
    public async Task Digest_takes_the_right_password_only(string scheme, string algorithm, bool withProtection)
    {
        await using var simulator = await TestSimulator.StartAsync(
            $"Authentication={scheme}",
            "Username=viewer",
            $"Password={Password}"
        );
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf("/alaw/main");

        var asked = await client.RequestAsync("DESCRIBE", url);
        Assert.Equal(401, asked.Status);
        var challenge = AuthorizationParameters.Parse(asked.Headers["WWW-Authenticate"]["Digest ".Length..]);
        Assert.Equal(algorithm, challenge["algorithm"]);

        Assert.Equal(200, await TryAsync(Password, challenge["nonce"], url));
        Assert.Equal(401, await TryAsync("guess", challenge["nonce"], url));
        Assert.Equal(401, await TryAsync(Password, new string('0', 48), url));
        Assert.Equal(401, await TryAsync(Password, challenge["nonce"], "rtsp://elsewhere/"));

        async Task<int> TryAsync(string password, string nonce, string uri)
        {
            var response = DigestResponse.Compute(
                algorithm == "SHA-256",
                "viewer",
                challenge["realm"],
                password,
                "DESCRIBE",
                uri,
                nonce,
                withProtection ? ("00000001", "abc") : null
            );
            var protection = withProtection ? ", qop=auth, nc=00000001, cnonce=\"abc\"" : "";
            var answer = await client.RequestAsync(
                "DESCRIBE",
                url,
                $"Authorization: Digest username=\"viewer\", realm=\"{challenge["realm"]}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", algorithm={algorithm}{protection}"
            );
            return answer.Status;
        }
    }

    [Fact]
    public async Task The_longest_prefix_says_how_a_path_is_protected()
    {
        await using var simulator = await TestSimulator.StartAsync(
            "Protected:0:Prefix=/alaw",
            "Protected:0:Authentication=basic",
            "Protected:0:Username=viewer",
            $"Protected:0:Password={Password}"
        );
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"viewer:{Password}"));
        var url = simulator.UrlOf("/alaw/main");

        Assert.Equal(200, (await client.RequestAsync("DESCRIBE", simulator.UrlOf("/aac/main"))).Status);
        Assert.Equal(401, (await client.RequestAsync("DESCRIBE", url)).Status);
        Assert.Equal(401, (await client.RequestAsync("SETUP", $"{url}/track1")).Status);
        Assert.Equal(200, (await client.RequestAsync("DESCRIBE", url, $"Authorization: Basic {credentials}")).Status);
        Assert.Equal(401, (await client.RequestAsync("DESCRIBE", url, "Authorization: Basic Zm9vOmJhcg==")).Status);
    }

    // The examples of RFC 7616, 3.9.1.
    [Theory]
    [InlineData(true, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData(false, "8ca523f5e9506fed4657c9700eebdbec")]
    public void The_digest_is_that_of_the_specification(bool sha256, string expected) =>
        Assert.Equal(
            expected,
            DigestResponse.Compute(
                sha256,
                "Mufasa",
                "http-auth@example.org",
                "Circle of Life",
                "GET",
                "/dir/index.html",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                ("00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
            )
        );

    [Fact]
    public void A_nonce_ages()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var nonces = new DigestNonces(time);
        var nonce = nonces.Issue();

        Assert.Equal(DigestNonces.Verdict.Valid, nonces.Check(nonce));
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(DigestNonces.Verdict.Stale, nonces.Check(nonce));
        Assert.Equal(DigestNonces.Verdict.Forged, new DigestNonces(time).Check(nonce));
    }
}
