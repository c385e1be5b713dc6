using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Tests.Transcoder.ManyNodes;

namespace CameraGrid.Tests.Transcoder;

/// <summary>
/// Three transcoders share 32 streams, watched through two gateways. Each test begins and ends at rest: every stream with
/// one owner, the one that placement names, and one FFmpeg.
/// </summary>
public sealed class ManyNodesTests(RunningNodes nodes) : IClassFixture<RunningNodes>
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transcoder_that_is_killed_leaves_its_streams_to_the_others()
    {
        nodes.Forget();

        await nodes.KillAsync("node-1");

        await nodes.AtRestAsync(["node-2", "node-3"]);
        Assert.InRange(nodes.Longest(), TimeSpan.Zero, Takeover);
        await nodes.StartAsync("node-1");
        await nodes.AtRestAsync(["node-1", "node-2", "node-3"]);
    }

    [Fact]
    public async Task A_transcoder_that_is_frozen_loses_its_streams_and_stops_pulling_them_when_it_wakes()
    {
        nodes.Forget();

        await nodes.FreezeAsync("node-2");

        await nodes.AtRestAsync(["node-1", "node-3"], except: "node-2");
        Assert.InRange(nodes.Longest(), TimeSpan.Zero, Takeover);
        nodes.Forget();
        await nodes.ThawAsync("node-2");
        await nodes.AtRestAsync(["node-1", "node-2", "node-3"]);
        Assert.InRange(nodes.Longest(), TimeSpan.Zero, HandOver);
    }

    [Fact]
    public async Task A_transcoder_that_is_cut_off_from_the_store_stops_pulling_what_others_take()
    {
        nodes.Forget();

        nodes.Line.Cut();

        var doubled = await LongestDoubledAsync(nodes.AtRestAsync(["node-1", "node-2"]));
        Assert.Empty(nodes.Pulls("node-3"));
        Assert.InRange(nodes.Longest(), TimeSpan.Zero, Takeover);
        Assert.InRange(doubled, TimeSpan.Zero, OwnerStore.Lease);
        nodes.Line.Restore();
        await nodes.AtRestAsync(["node-1", "node-2", "node-3"]);
    }

    [Fact]
    public async Task A_rolling_restart_leaves_no_stream_away_for_three_seconds()
    {
        nodes.Forget();

        foreach (var node in new[] { "node-1", "node-2", "node-3" })
        {
            await nodes.StopAsync(node);
            await nodes.StartAsync(node);
            await nodes.AtRestAsync(["node-1", "node-2", "node-3"]);
        }

        Assert.InRange(nodes.Longest(), TimeSpan.Zero, HandOver);
    }

    [Fact]
    public async Task From_three_transcoders_to_one_and_back_every_stream_has_one_owner()
    {
        nodes.Forget();

        await nodes.StopAsync("node-3");
        await nodes.AtRestAsync(["node-1", "node-2"]);
        await nodes.StopAsync("node-2");
        await nodes.AtRestAsync(["node-1"]);
        await nodes.StartAsync("node-2");
        await nodes.StartAsync("node-3");
        await nodes.AtRestAsync(["node-1", "node-2", "node-3"]);

        Assert.InRange(nodes.Longest(), TimeSpan.Zero, HandOver);
    }

    /// <summary>How long at most the third node and another one pulled the same stream, up to an end.</summary>
    private async Task<TimeSpan> LongestDoubledAsync(Task end)
    {
        var since = new Dictionary<string, long>();
        var longest = TimeSpan.Zero;
        while (!end.IsCompleted)
        {
            var others = nodes.Pulls("node-1").Concat(nodes.Pulls("node-2")).ToHashSet();
            var doubled = nodes.Pulls("node-3").Where(stream => stream != "").Where(others.Contains).ToHashSet();
            foreach (var stream in since.Keys.Except(doubled).ToList())
            {
                since.Remove(stream);
            }

            foreach (var stream in doubled)
            {
                since.TryAdd(stream, Stopwatch.GetTimestamp());
                var lasted = Stopwatch.GetElapsedTime(since[stream]);
                longest = lasted > longest ? lasted : longest;
            }

            await Task.Delay(100, Token);
        }

        await end;
        return longest;
    }
}
