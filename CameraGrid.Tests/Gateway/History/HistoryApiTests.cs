using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;

namespace CameraGrid.Tests.Gateway.History;

public sealed class HistoryApiTests : IAsyncLifetime
{
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Noon => _gateway.Time.GetUtcNow();

    public async ValueTask InitializeAsync() => await _gateway.StartAsync();

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_cameras_history_is_told_with_uptime_and_restarts()
    {
        await WriteAsync(
            GatewayUnderTest.YardMain,
            new HistoryEntry(Noon.AddHours(-6), StreamState.Live),
            new HistoryEntry(Noon.AddHours(-1), StreamState.Stalled),
            new HistoryEntry(Noon.AddMinutes(-59), StreamState.Backoff)
            {
                Reason = "stalled",
                Restarts = 1,
                Error = "The camera stopped sending pictures.",
            },
            new HistoryEntry(Noon.AddMinutes(-30), null),
            new HistoryEntry(Noon.AddMinutes(-10), StreamState.Live)
        );

        var history = await _gateway.GetJsonAsync("/api/cameras/yard/history?hours=2");

        Assert.Equal(
            JsonNode
                .Parse(
                    """
                    {"camera":"yard","from":"2026-03-01T10:00:00+00:00","to":"2026-03-01T12:00:00+00:00","streams":{
                      "main":{"uptime":0.7,"uptimeWeek":0.911765,"restarts":1,"restartReasons":{"stalled":1},
                        "lastError":"The camera stopped sending pictures.","changes":[
                          {"at":"2026-03-01T10:00:00+00:00","state":"live","reason":null},
                          {"at":"2026-03-01T11:00:00+00:00","state":"stalled","reason":null},
                          {"at":"2026-03-01T11:01:00+00:00","state":"backoff","reason":"stalled"},
                          {"at":"2026-03-01T11:30:00+00:00","state":"unknown","reason":null},
                          {"at":"2026-03-01T11:50:00+00:00","state":"live","reason":null}]},
                      "sub":{"uptime":null,"uptimeWeek":null,"restarts":0,"restartReasons":{},"lastError":null,"changes":[
                          {"at":"2026-03-01T10:00:00+00:00","state":"unknown","reason":null}]}}}
                    """
                )!
                .ToJsonString(),
            history.ToJsonString()
        );
    }

    [Fact]
    public async Task A_day_is_told_unless_asked_otherwise_and_a_camera_may_have_one_stream()
    {
        var history = await _gateway.GetJsonAsync("/api/cameras/gate/history");

        Assert.Equal("2026-02-28T12:00:00+00:00", history["from"]!.GetValue<string>());
        Assert.NotNull(history["streams"]!["main"]);
        Assert.Null(history["streams"]!["sub"]);
    }

    [Fact]
    public async Task From_when_the_watch_ended_the_state_is_unknown()
    {
        var entry = new HistoryEntry(Noon.AddHours(-2), StreamState.Live);
        await _gateway.History.WriteAsync(
            GatewayUnderTest.YardMain,
            new HistoryWrite(Noon.AddHours(-1), [entry]),
            Token
        );

        var history = await _gateway.GetJsonAsync("/api/cameras/yard/history?hours=168");

        var main = history["streams"]!["main"]!;
        Assert.Equal(1, main["uptime"]!.GetValue<double>());
        var last = main["changes"]!.AsArray()[^1]!;
        Assert.Equal("unknown", last["state"]!.GetValue<string>());
        Assert.Equal(Noon.AddHours(-1), last["at"]!.GetValue<DateTimeOffset>());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("169")]
    [InlineData("1.5")]
    [InlineData("day")]
    [InlineData("")]
    [InlineData("99999999999")]
    public async Task Wrong_hours_are_told_what_is_right(string hours)
    {
        var response = await _gateway.Client.GetAsync($"/api/cameras/yard/history?hours={hours}", Token);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Contains("from 1 to 168", problem!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_camera_is_told_as_such()
    {
        var response = await _gateway.Client.GetAsync("/api/cameras/nowhere/history?hours=0", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal("No such camera", problem!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_document_describes_it()
    {
        var document = await _gateway.GetJsonAsync("/openapi/v1.json");

        var get = document["paths"]!["/api/cameras/{id}/history"]!["get"]!;
        var hours = get["parameters"]!
            .AsArray()
            .Single(parameter => parameter!["name"]!.GetValue<string>() == "hours")!;
        Assert.Equal("integer", hours["schema"]!["type"]!.GetValue<string>());
        Assert.Equal(1, hours["schema"]!["minimum"]!.GetValue<int>());
        Assert.Equal(168, hours["schema"]!["maximum"]!.GetValue<int>());
        Assert.Equal(24, hours["schema"]!["default"]!.GetValue<int>());
        Assert.Equal(["200", "400", "404", "503"], get["responses"]!.AsObject().Select(answer => answer.Key).Order());
        Assert.Equal(
            ["disabled", "connecting", "live", "stalled", "backoff", "unauthorized", "unsupported", "unknown"],
            document["components"]!["schemas"]!["HistoryState"]!["enum"]!
                .AsArray()
                .Select(value => value!.GetValue<string>())
        );
    }

    [Fact]
    public void Every_state_has_its_name_in_the_history()
    {
        Assert.Equal(
            Enum.GetNames<StreamState>().Append("Unknown"),
            Enum.GetValues<StreamState>()
                .Select(state => ((CameraGrid.Gateway.History.HistoryState)state).ToString())
                .Append(nameof(CameraGrid.Gateway.History.HistoryState.Unknown))
        );
    }

    private async Task WriteAsync(StreamKey key, params HistoryEntry[] entries)
    {
        await _gateway.WriteAsync(key, StreamState.Live);
        await _gateway.History.WriteAsync(key, new HistoryWrite(Noon, entries), Token);
    }
}
