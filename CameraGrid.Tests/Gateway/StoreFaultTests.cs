using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;
using CameraGrid.Tests.Cameras.Stores;
using Microsoft.AspNetCore.Builder;

namespace CameraGrid.Tests.Gateway;

/// <summary>A gateway over a real store that fails.</summary>
public sealed class StoreFaultTests : IAsyncLifetime
{
    private readonly RedisProcess _redis = new();
    private readonly GatewayUnderTest _gateway = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("silent")]
    public async Task No_request_hangs_on_a_store_that_does_not_answer(string fault)
    {
        await StartAsync();
        await _gateway.WriteAsync(GatewayUnderTest.YardMain, StreamState.Live);
        await (fault == "killed" ? _redis.StopAsync() : _redis.FreezeAsync());

        var watch = Stopwatch.StartNew();
        var cameras = await _gateway.GetJsonAsync("/api/cameras");
        Assert.Equal("live", cameras["cameras"]![0]!["streams"]!["main"]!["state"]!.GetValue<string>());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));

        await AssertNoHistoryAsync();
        Assert.Equal("Degraded", await _gateway.Client.GetStringAsync("/health", Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task A_gateway_starts_and_answers_where_the_store_accepts_and_says_nothing()
    {
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        var watch = Stopwatch.StartNew();

        await _gateway.StartAsync($"--ConnectionStrings:redis={hole.LocalEndpoint}");
        // Whether there are accounts, and so who may come in, is not known yet.
        using var cameras = await _gateway.Client.GetAsync("/api/cameras", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, cameras.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), cameras.Headers.RetryAfter?.Delta);
        Assert.Equal("Degraded", await _gateway.Client.GetStringAsync("/health", Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_store_that_comes_back_empty_is_read_whole_at_once()
    {
        await StartAsync();
        await _gateway.WriteAsync(GatewayUnderTest.YardMain, StreamState.Live);
        await using var events = await EventReader.OpenAsync(_gateway.Client);

        // The gateway's clock stands still: neither the renewal of the state nor its expiry comes by itself.
        await _redis.StopAsync();
        await _redis.StartAsync(Token);

        await events.ChangeAsync(health => health["stale"]!.GetValue<bool>());
        await _gateway.WriteAsync(GatewayUnderTest.YardMain, StreamState.Live);
        await events.ChangeAsync(health => !health["stale"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Transcoders_that_an_emptied_store_forgot_are_still_asked_until_their_lease_would_have_ended()
    {
        await StartAsync();
        await _gateway.AnnounceAsync(
            "one",
            await _gateway.ServeAsync(app => app.MapGet("/{**path}", () => "pictures"))
        );
        await _redis.SendAsync("FLUSHALL");
        for (var second = 2; second < NodeStore.Lease.TotalSeconds; second++)
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("pictures", await _gateway.Client.GetStringAsync("/live/yard/main/index.m3u8", Token));
        }

        HttpStatusCode status;
        do
        {
            _gateway.Time.Advance(TimeSpan.FromSeconds(1));
            using var response = await _gateway.Client.GetAsync("/live/yard/main/index.m3u8", Token);
            status = response.StatusCode;
        } while (status == HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
    }

    private async Task StartAsync()
    {
        await _redis.StartAsync(Token);
        await _gateway.StartAsync($"--ConnectionStrings:redis={_redis.ConnectionString}");
    }

    private async Task AssertNoHistoryAsync()
    {
        var watch = Stopwatch.StartNew();
        using var response = await _gateway.Client.GetAsync("/api/cameras/yard/history", Token);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter?.Delta);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>(Token);
        Assert.Equal("No store", problem!["title"]!.GetValue<string>());
        Assert.Contains("Start Redis", problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
