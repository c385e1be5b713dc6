using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CameraGrid.Gateway;
using CameraGrid.Tests.Cameras.Stores;
using CameraGrid.Tests.Transcoder;
using Microsoft.AspNetCore.Builder;

namespace CameraGrid.Tests.Gateway;

public sealed class StoreRestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pictures_go_on_without_the_store_health_is_stale_and_all_comes_back_with_an_empty_one()
    {
        await using var redis = new RedisProcess();
        await redis.StartAsync(Token);
        var store = $"--ConnectionStrings:redis={redis.ConnectionString}";
        await using var transcoder = await TranscoderUnderTest.StartAsync(["/cam1"], args: [store]);
        await using var gateway = GatewayService.Build([
            "--urls=http://127.0.0.1:0",
            store,
            "--CAMERA_1_NAME=cam1",
            "--CAMERA_1_URL=rtsp://127.0.0.1:1/",
        ]);
        await gateway.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(gateway.Urls.Single()) };
        await using var events = await EventReader.OpenAsync(client);
        await events.ChangeAsync(health => health["state"]!.GetValue<string>() == "live");
        var before = await PlaylistAsync(client);

        await redis.StopAsync();
        var stale = await events.ChangeAsync(health => health["stale"]!.GetValue<bool>());
        Assert.Equal("live", stale["state"]!.GetValue<string>());
        Assert.NotEqual(before, await PlaylistAsync(client));

        await redis.StartAsync(Token);
        var watch = Stopwatch.StartNew();
        var fresh = await events.ChangeAsync(health => !health["stale"]!.GetValue<bool>());
        Assert.Equal("live", fresh["state"]!.GetValue<string>());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        // Also where the transcoder has not announced itself again yet.
        await PlaylistAsync(client);
        Assert.Equal("live", await LastChangeAsync(client));
        await gateway.StopAsync(Token);
    }

    private static Task<string> PlaylistAsync(HttpClient client) =>
        client.GetStringAsync("/live/cam1/main/index.m3u8", Token);

    private static async Task<string> LastChangeAsync(HttpClient client)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            var history = await client.GetFromJsonAsync<JsonNode>("/api/cameras/cam1/history", limit.Token);
            var state = history!["streams"]!["main"]!["changes"]!.AsArray()[^1]!["state"]!.GetValue<string>();
            if (state != "unknown")
            {
                return state;
            }

            await Task.Delay(50, limit.Token);
        }
    }
}
