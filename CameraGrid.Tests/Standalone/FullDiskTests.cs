using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CameraGrid.Standalone;
using CameraGrid.Standalone.Store;
using CameraGrid.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;

namespace CameraGrid.Tests.Standalone;

public sealed class FullDiskTests
{
    private const string Gone = "cannot be written: No space left on device";
    private const string Back = "is written again";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_whose_disk_is_full_goes_on_in_memory_and_says_so_once_and_is_kept_again_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(kilobytes: 24 * 1024);
        var logs = new FakeLogCollector();
        await using (var store = EmbeddedStore.Start(disk.Path, log => log.AddProvider(new FakeLoggerProvider(logs))))
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(
                $"{store.ConnectionString},abortConnect=false"
            );
            var database = redis.GetDatabase();
            await database.StringSetAsync("text", "kept");
            await database.StringSetAsync("leased", "kept", TimeSpan.FromMinutes(10));
            await database.HashSetAsync("hash", [new("one", "1"), new("two", "2")]);
            await database.SetAddAsync("set", ["one", "two"]);
            await database.ListRightPushAsync("list", ["one", "two"]);
            await database.SortedSetAddAsync(
                "scored",
                [.. Enumerable.Range(0, 2000).Select(score => new SortedSetEntry($"member {score}", score))]
            );
            disk.Fill();
            await database.StringSetAsync("full", "kept");
            await LoggedAsync(logs, Gone);

            // More than its log holds in memory.
            for (var write = 0; write < 300; write++)
            {
                await StringSetAsync(database, "large", new byte[64 * 1024]);
            }

            await StringSetAsync(database, "last", "kept");
            await AssertKeptAsync(database);
            Assert.Single(logs.GetSnapshot());

            disk.Free();
            await LoggedAsync(logs, Back);
            await AssertKeptAsync(database);
        }

        await using (var store = EmbeddedStore.Start(disk.Path))
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString);
            await AssertKeptAsync(redis.GetDatabase());
        }

        Assert.Equal(2, logs.Count);
    }

    [Fact]
    public async Task A_store_that_is_stopped_while_its_disk_is_full_stops_in_order()
    {
        await using var disk = await SmallDisk.MountAsync(kilobytes: 4 * 1024);
        var store = EmbeddedStore.Start(disk.Path);
        await using (var redis = await ConnectionMultiplexer.ConnectAsync(store.ConnectionString))
        {
            await redis.GetDatabase().StringSetAsync("before", "kept");
            disk.Fill();
            await redis.GetDatabase().StringSetAsync("after", new byte[64 * 1024]);
        }

        await store.DisposeAsync();

        disk.Free();
        await using var again = EmbeddedStore.Start(disk.Path);
    }

    [Fact]
    public async Task The_grid_goes_on_while_the_disk_of_its_data_folder_is_full()
    {
        await using var disk = await SmallDisk.MountAsync(kilobytes: 8 * 1024);
        await using var host = await StandaloneHost.StartAsync(
            [$"--CAMGRID_DATA={disk.Path}", "--CAMGRID_URL=http://127.0.0.1:0", "--Simulator:Cameras=1"],
            Token
        );
        using var client = new HttpClient { BaseAddress = host.Address };
        await Eventually.IsAsync(async () => await StateAsync(client) is ("live", false));

        disk.Fill();
        // Till long after the first write that failed; a record that is not renewed would be stale by then.
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!end.IsCancellationRequested)
        {
            Assert.Equal("live", (await StateAsync(client)).State);
            using var snapshot = await client.GetAsync("/live/cam1/main/snapshot.jpg", Token);
            snapshot.EnsureSuccessStatusCode();
            await Task.Delay(200, Token);
        }

        await Eventually.IsAsync(async () => await StateAsync(client) is ("live", false));
        var history = await client.GetFromJsonAsync<JsonNode>("/api/cameras/cam1/history", Token);
        Assert.Equal("live", history!["streams"]!["main"]!["changes"]!.AsArray()[^1]!["state"]!.GetValue<string>());
    }

    private static async Task<(string State, bool Stale)> StateAsync(HttpClient client)
    {
        var camera = await client.GetFromJsonAsync<JsonNode>("/api/cameras/cam1", Token);
        var main = camera!["streams"]!["main"]!;
        return (main["state"]!.GetValue<string>(), main["stale"]!.GetValue<bool>());
    }

    private static async Task AssertKeptAsync(IDatabase database)
    {
        Assert.Equal(
            ["kept", "kept", "kept", "kept"],
            await database.StringGetAsync(["text", "leased", "full", "last"])
        );
        Assert.InRange((await database.KeyTimeToLiveAsync("leased"))!.Value.TotalMinutes, 5, 10);
        Assert.Null(await database.KeyTimeToLiveAsync("text"));
        Assert.Equal("2", await database.HashGetAsync("hash", "two"));
        Assert.Equal(2, await database.SetLengthAsync("set"));
        Assert.Equal(["one", "two"], await database.ListRangeAsync("list"));
        Assert.Equal(2000, await database.SortedSetLengthAsync("scored"));
        Assert.Equal(1999, await database.SortedSetScoreAsync("scored", "member 1999"));
    }

    // The connection breaks while the store moves.
    private static Task StringSetAsync(IDatabase database, RedisKey key, RedisValue value) =>
        Eventually.IsAsync(async () =>
        {
            try
            {
                return await database.StringSetAsync(key, value);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                return false;
            }
        });

    private static Task LoggedAsync(FakeLogCollector logs, string text) =>
        Eventually.IsAsync(() =>
            logs.GetSnapshot().Any(record => record.Message.Contains(text, StringComparison.Ordinal))
        );
}
