using System.Text;
using CameraGrid.Simulator.Faults;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator.Faults;

public sealed class AnswerFaultTests
{
    private const string Path = "/alaw/main";

    [Theory]
    [InlineData("none", "Basic ")]
    [InlineData("basic", "Basic ")]
    [InlineData("digest-md5", "Digest ")]
    public async Task Right_credentials_are_refused(string scheme, string challenge)
    {
        await using var simulator = await TestSimulator.StartAsync(
            $"Authentication={scheme}",
            "Username=viewer",
            "Password=secret"
        );
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("viewer:secret"));

        simulator.Faults.Set("alaw", null, new Fault(FaultKind.Unauthorized));
        var refused = await client.RequestAsync("DESCRIBE", url, $"Authorization: Basic {credentials}");

        Assert.Equal(401, refused.Status);
        Assert.StartsWith(challenge, refused.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal(200, (await client.RequestAsync("OPTIONS", url)).Status);
        simulator.Faults.Clear("alaw");
        var right = await client.RequestAsync("DESCRIBE", url, $"Authorization: Basic {credentials}");
        Assert.Equal(scheme == "digest-md5" ? 401 : 200, right.Status);
    }

    [Theory]
    [InlineData(nameof(FaultKind.Status404), 404)]
    [InlineData(nameof(FaultKind.Status453), 453)]
    [InlineData(nameof(FaultKind.Status503), 503)]
    public async Task Requests_are_answered_with_the_status_in_running_sessions_too(string kind, int status)
    {
        await using var simulator = await TestSimulator.StartAsync();
        await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);
        var url = simulator.UrlOf(Path);
        var session = await client.PlayAsync(url);

        simulator.Faults.Set("alaw", "main", new Fault(Enum.Parse<FaultKind>(kind)));

        Assert.Equal(status, (await client.RequestAsync("GET_PARAMETER", url, $"Session: {session}")).Status);
        Assert.Equal(status, (await client.RequestAsync("DESCRIBE", url)).Status);
        Assert.Equal(200, (await client.RequestAsync("DESCRIBE", simulator.UrlOf("/aac/main"))).Status);
        await client.NextFrameAsync();
    }
}
