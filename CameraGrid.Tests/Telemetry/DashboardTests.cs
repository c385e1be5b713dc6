using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CameraGrid.Bench.Harness;
using CameraGrid.Tests.Support;
using Microsoft.Playwright;

namespace CameraGrid.Tests.Telemetry;

/// <summary>The real Aspire dashboard beside the real program.</summary>
public sealed class DashboardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_the_trace_the_log_and_the_metric_of_a_restart()
    {
        Assert.SkipUnless(DashboardProcess.IsHere, "The Aspire dashboard is not here: ./camgrid test looks for it.");
        await using var dashboard = await DashboardProcess.StartAsync(Token);
        await using var simulator = await TestSimulator.StartAsync();
        await using var grid = await GridProcess.StartAsync(
            [new BenchCamera("yard", new Uri(simulator.UrlOf("/cam1/sub")))],
            Token,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", dashboard.Otlp.AbsoluteUri),
            ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
            ("OTEL_BSP_SCHEDULE_DELAY", "500"),
            ("OTEL_BLRP_SCHEDULE_DELAY", "500")
        );
        using var client = new HttpClient { BaseAddress = dashboard.Address };

        ChildProcess.Kill(Assert.Single(ProcessUsage.Ffmpegs(grid.Id)).Id);

        var restart = await FindAsync(
            client,
            "/api/telemetry/spans?limit=1000",
            "spans",
            span => (string?)span["name"] == "stream.restart"
        );
        var trace = (string)restart["traceId"]!;
        Assert.Equal("yard", Attribute(restart, "camera"));
        var connect = await FindAsync(
            client,
            $"/api/telemetry/spans?traceId={trace}",
            "spans",
            span => (string?)span["name"] == "stream.connect"
        );
        Assert.Equal((string?)restart["spanId"], (string?)connect["parentSpanId"]);
        var line = await FindAsync(
            client,
            $"/api/telemetry/logs?traceId={trace}",
            "logRecords",
            line => Attribute(line, "Reason") == "ended"
        );
        Assert.Equal(("yard", "main"), (Attribute(line, "camera"), Attribute(line, "stream")));
        await SeesRestartAsync(dashboard.Address);
    }

    /// <summary>There is no API for metrics: what a person sees.</summary>
    private static async Task SeesRestartAsync(Uri dashboard)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(
            new Uri(
                dashboard,
                "/metrics/resource/CameraGrid?meter=CameraGrid.Transcoder&instrument=cameragrid.stream.restarts&view=Table"
            ).AbsoluteUri
        );
        // The table's row: a time, and one restart; below it the dimensions that it can be filtered by.
        await page.WaitForFunctionAsync(
            """
            () => {
              const text = document.body.innerText;
              return /:\d\d\s[AP]M\s+1\s/.test(text) && text.includes("yard") && text.includes("ended");
            }
            """
        );
    }

    private static async Task<JsonNode> FindAsync(
        HttpClient client,
        string address,
        string kind,
        Func<JsonNode, bool> isIt
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = (await client.GetFromJsonAsync<JsonNode>(address, limit.Token))!["data"]!;
            if (Records(answer, kind).FirstOrDefault(isIt) is { } found)
            {
                return found;
            }

            await Task.Delay(200, limit.Token);
        }
    }

    // OTLP in JSON: { "resourceSpans": [ { "scopeSpans": [ { "spans": [ … ] } ] } ] }, and the same of logs.
    private static IEnumerable<JsonNode> Records(JsonNode? node, string kind) =>
        node switch
        {
            JsonArray items => items.SelectMany(item => Records(item, kind)),
            JsonObject fields when fields[kind] is JsonArray records => records.OfType<JsonNode>(),
            JsonObject fields => fields.SelectMany(field => Records(field.Value, kind)),
            _ => [],
        };

    private static string? Attribute(JsonNode record, string key) =>
        (string?)
            record["attributes"]!
                .AsArray()
                .FirstOrDefault(attribute => (string?)attribute!["key"] == key)
                ?["value"]?["stringValue"];
}
