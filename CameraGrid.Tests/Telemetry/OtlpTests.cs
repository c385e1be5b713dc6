using System.Net.WebSockets;
using CameraGrid.Bench.Harness;
using CameraGrid.Tests.Support.Otlp;

namespace CameraGrid.Tests.Telemetry;

/// <summary>What the program sends to a collector: once, and nothing that must stay here.</summary>
public sealed class OtlpTests(ExportingProduct product) : IClassFixture<ExportingProduct>
{
    private readonly OtlpCollector _collector = product.Collector;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Server and client span in the Gateway, server span in the transcoder, each sent once by the one process.</summary>
    [Theory]
    [InlineData("/live/yard/main/snapshot.jpg")]
    [InlineData("/live/yard/main/clip.mp4?seconds=1")]
    [InlineData("/live/yard/main/mse")]
    public async Task A_request_for_pictures_is_one_trace_over_Gateway_and_transcoder(string path)
    {
        var trace = NewTrace();

        await (path.EndsWith("/mse", StringComparison.Ordinal) ? WatchAsync(path, trace) : GetAsync(path, trace));
        var spans = await SpansAsync(trace, 3);

        var gateway = Assert.Single(spans, span => span.Parent == trace[16..]);
        var client = Assert.Single(spans, span => span.Parent == gateway.Id);
        var transcoder = Assert.Single(spans, span => span.Parent == client.Id);
        Assert.Equal("System.Net.Http", client.Scope);
        Assert.Equal("GET /live/{camera}/{stream}/" + path.Split('/', '?')[4], transcoder.Name);
        Assert.All(spans, span => Assert.Equal("CameraGrid", span.Service));
    }

    [Fact]
    public async Task Playlists_and_parts_and_what_the_services_do_by_themselves_are_no_traces()
    {
        var playlist = NewTrace();
        var history = NewTrace();

        await GetAsync("/live/yard/main/index.m3u8", playlist);
        await GetAsync("/alive", playlist);
        // What asks the store: its commands are part of the request.
        await GetAsync("/api/cameras/yard/history", history);
        var commands = await _collector.AwaitAsync(
            collector =>
                collector.Spans.Where(span => IsRedis(span) && span.Trace == history).ToList() is { Count: > 0 } found
                    ? found
                    : null,
            Token
        );

        Assert.DoesNotContain(_collector.Spans, span => span.Trace == playlist);
        var request = Assert.Single(await SpansAsync(history, 1), span => span.Parent == history[16..]);
        Assert.All(commands, command => Assert.Equal(request.Id, command.Parent));
        Assert.All(_collector.Spans.Where(IsRedis), command => Assert.Equal(history, command.Trace));
    }

    [Fact]
    public async Task A_restart_is_a_metric_a_trace_and_lines_and_nothing_says_the_password()
    {
        ChildProcess.Kill(Assert.Single(ProcessUsage.Ffmpegs(product.Grid.Id)).Id);

        var restart = await _collector.AwaitAsync(
            collector => collector.Spans.FirstOrDefault(span => span.Name == "stream.restart"),
            Token
        );
        var line = await _collector.AwaitAsync(
            collector =>
                collector.Lines.FirstOrDefault(line => line.Text.Contains("FFmpeg ended", StringComparison.Ordinal)),
            Token
        );
        var count = await _collector.AwaitAsync(
            collector =>
                collector.Points.FirstOrDefault(point =>
                    point.Metric == "cameragrid.stream.restarts" && point.Attributes["reason"] == "ended"
                ),
            Token
        );
        var frames = await _collector.AwaitAsync(
            collector =>
                collector.Points.Where(point => point.Metric == "cameragrid.stream.frames").ToList()
                    is { Count: > 2 } found
                    ? found
                    : null,
            Token
        );

        Assert.Single(_collector.Spans, span => span.Trace == restart.Trace && span.Name == "stream.connect");
        // The program is several services with one set of meters and sources: each of them must not send all.
        Assert.Distinct(_collector.Spans.Select(span => span.Id));
        Assert.Equal(
            (restart.Trace, "yard", "main"),
            (line.Trace, line.Attributes["camera"], line.Attributes["stream"])
        );
        Assert.Equal(("yard", "main", 1L), (count.Attributes["camera"], count.Attributes["stream"], count.Sum));
        Assert.Equal(["CameraGrid"], frames.Select(point => point.Service).Distinct());
        Assert.Equal(frames.Select(point => point.Sum).Order(), frames.Select(point => point.Sum));
        Assert.DoesNotContain(ExportingProduct.Password, _collector.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Uri.EscapeDataString(ExportingProduct.Password),
            _collector.Everything,
            StringComparison.Ordinal
        );
    }

    private static bool IsRedis(OtlpSpan span) => span.Scope.Contains("Redis", StringComparison.Ordinal);

    private static string NewTrace() => Guid.NewGuid().ToString("N");

    // The browser's part: a trace whose first span has the last digits of the trace's id.
    private static string TraceParent(string trace) => $"00-{trace}-{trace[16..]}-01";

    private async Task GetAsync(string path, string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", TraceParent(trace));
        using var response = await product.Client.SendAsync(request, Token);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
    }

    private async Task WatchAsync(string path, string trace)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("traceparent", TraceParent(trace));
        await socket.ConnectAsync(new UriBuilder(new Uri(product.Grid.Address, path)) { Scheme = "ws" }.Uri, Token);
        await socket.ReceiveAsync(new byte[64 * 1024], Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
    }

    /// <summary>Waits for the spans of a trace, those of the store's commands aside.</summary>
    private Task<List<OtlpSpan>> SpansAsync(string trace, int count) =>
        _collector.AwaitAsync(
            collector =>
                collector.Spans.Where(span => span.Trace == trace && !IsRedis(span)).ToList()
                    is { Count: var found } spans
                && found >= count
                    ? spans
                    : null,
            Token
        );
}
