using System.Net;
using System.Text;
using CameraGrid.Gateway.Playback;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace CameraGrid.Tests.Gateway;

public sealed class PlaybackTests : IAsyncLifetime
{
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _gateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task What_a_browser_measured_becomes_metrics()
    {
        using var latency = _gateway.Collect<double>(PlaybackMetrics.MeterName, "cameragrid.playback.latency");
        using var stalls = _gateway.Collect<long>(PlaybackMetrics.MeterName, "cameragrid.playback.stalls");
        using var reconnects = _gateway.Collect<long>(PlaybackMetrics.MeterName, "cameragrid.playback.reconnects");

        var status = await PostAsync(
            """
            { "tiles": [
              { "camera": "yard", "protocol": "mse", "latency": 0.125, "stalls": 2, "reconnects": 1 },
              { "camera": "gate", "protocol": "hls", "latency": null, "stalls": 0, "reconnects": 0 } ] }
            """
        );

        Assert.Equal(HttpStatusCode.NoContent, status);
        var measured = Assert.Single(latency.GetMeasurementSnapshot());
        Assert.Equal(0.125, measured.Value);
        Assert.Equal("yard", measured.Tags["camera"]);
        Assert.Equal("mse", measured.Tags["protocol"]);
        Assert.Equal(2, Assert.Single(stalls.GetMeasurementSnapshot()).Value);
        Assert.Equal(1, Assert.Single(reconnects.GetMeasurementSnapshot()).Value);
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("hls")]
    [InlineData("whep")]
    public async Task Each_protocol_has_figures_of_its_own(string protocol)
    {
        using var latency = _gateway.Collect<double>(PlaybackMetrics.MeterName, "cameragrid.playback.latency");

        var status = await PostAsync(
            $$"""{ "tiles": [{ "camera": "yard", "protocol": "{{protocol}}", "latency": 0.1 }] }"""
        );

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Equal(protocol, Assert.Single(latency.GetMeasurementSnapshot()).Tags["protocol"]);
    }

    [Fact]
    public async Task A_camera_that_nobody_knows_makes_no_metric()
    {
        using var latency = _gateway.Collect<double>(PlaybackMetrics.MeterName, "cameragrid.playback.latency");

        var status = await PostAsync("""{ "tiles": [{ "camera": "made-up", "protocol": "mse", "latency": 0.1 }] }""");

        Assert.Equal(HttpStatusCode.NoContent, status);
        Assert.Empty(latency.GetMeasurementSnapshot());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{ "tiles": [null] }""")]
    [InlineData("""{ "tiles": [{ "protocol": "mse" }] }""")]
    [InlineData("""{ "tiles": [{ "camera": "yard", "protocol": "telepathy" }] }""")]
    [InlineData("""{ "tiles": [{ "camera": "yard", "protocol": "mse", "latency": -1 }] }""")]
    [InlineData("""{ "tiles": [{ "camera": "yard", "protocol": "mse", "latency": 1e9 }] }""")]
    [InlineData("""{ "tiles": [{ "camera": "yard", "protocol": "mse", "stalls": -1 }] }""")]
    [InlineData("""{ "tiles": [{ "camera": "yard", "protocol": "mse", "reconnects": 10001 }] }""")]
    public async Task A_wrong_report_is_refused_whole(string body)
    {
        using var stalls = _gateway.Collect<long>(PlaybackMetrics.MeterName, "cameragrid.playback.stalls");
        var good = """{ "camera": "yard", "protocol": "mse", "stalls": 1 },""";

        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(body));
        Assert.Equal(
            HttpStatusCode.BadRequest,
            await PostAsync(body.Replace("[{", $"[{good}{{", StringComparison.Ordinal))
        );

        Assert.Empty(stalls.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task A_report_has_a_bound()
    {
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            await PostAsync($$"""{ "tiles": [], "more": "{{new string('x', PlaybackEndpoints.MostBytes)}}" }""")
        );
    }

    private async Task<HttpStatusCode> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _gateway.Client.PostAsync("/api/playback", content, Token);
        return response.StatusCode;
    }
}
