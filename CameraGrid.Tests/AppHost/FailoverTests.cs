using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using CameraGrid.Cameras;
using CameraGrid.Tests.EndToEnd;
using StackExchange.Redis;

namespace CameraGrid.Tests.AppHost;

[Collection(SharedAppHost.Name)]
public sealed class FailoverTests(RunningAppHost host)
{
    private const string Killed = "transcoder-2";

    // What a lease lasts, and the way to a picture.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_streams_of_a_transcoder_that_is_killed_move_to_another_and_are_live_again()
    {
        await host.Cameras.AllLiveAsync(Product.Sixteen);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(
            (await host.App.GetConnectionStringAsync("redis", Token))!
        );
        var health = new HealthStore(redis, new Redactor(new CameraCatalog([])));
        var before = await OwnersAsync(health);
        Assert.Equal(["transcoder-1", Killed], before.Values.Distinct().Order());

        Process().Kill();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Limit);
        while (
            (await OwnersAsync(health)) is var owners && (owners.Count < before.Count || owners.ContainsValue(Killed))
        )
        {
            await Task.Delay(100, limit.Token);
        }

        await host.Cameras.AllLiveAsync(Product.Sixteen);
    }

    private static async Task<Dictionary<StreamKey, string?>> OwnersAsync(HealthStore health) =>
        (await health.ReadAllAsync(Token)).ToDictionary(stream => stream.Key, stream => stream.Owner);

    // Of all transcoders on this machine, the one that was told this name by this AppHost.
    private Process Process() =>
        System
            .Diagnostics.Process.GetProcessesByName("CameraGrid.Transcoder")
            .Single(process =>
                Environment(process.Id).Contains(Killed) && Environment(process.Id).Contains(host.DotEnv)
            );

    private static string Environment(int process) => File.ReadAllText($"/proc/{process}/environ");
}
