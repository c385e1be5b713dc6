using CameraGrid.Bench.Failover;
using CameraGrid.Bench.Harness;
using CameraGrid.Cameras;

namespace CameraGrid.Tests.Transcoder;

/// <summary>
/// Three transcoders share 32 streams, watched through two gateways. Each test begins and ends at rest: every stream with
/// one owner, the one that placement names, and pulled once.
/// </summary>
public sealed class ManyNodesTests(RunningNodes running) : IClassFixture<RunningNodes>
{
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(3);

    private readonly TimeSpan _began = Uptime.Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ManyNodes All => running.Nodes;

    private NodeProcess First => All.Nodes[0];

    private NodeProcess Second => All.Nodes[1];

    private NodeProcess Third => All.Nodes[2];

    [Fact]
    public async Task A_transcoder_that_is_killed_leaves_its_streams_to_the_others()
    {
        await First.KillAsync();

        await All.AtRestAsync([Second, Third], Token);
        Assert.InRange(LongestSilence(), TimeSpan.Zero, Takeover);
        await First.StartAsync(Token);
        await All.AtRestAsync(All.Nodes, Token);
    }

    [Fact]
    public async Task A_transcoder_that_is_frozen_loses_its_streams_and_stops_pulling_them_when_it_wakes()
    {
        await Second.FreezeAsync(Token);

        await All.AtRestAsync([First, Third], Token, frozen: Second);
        Assert.InRange(LongestSilence(), TimeSpan.Zero, Takeover);
        var woken = Uptime.Now;
        await Second.ThawAsync(Token);
        await All.AtRestAsync(All.Nodes, Token);
        Assert.InRange(LongestSilence(woken), TimeSpan.Zero, HandOver);
    }

    [Fact]
    public async Task A_transcoder_that_is_cut_off_from_the_store_stops_pulling_what_others_take()
    {
        Third.CutOff();

        var doubled = await DoublePulls.DuringAsync(All.AtRestAsync([First, Second], Token), All.Simulator, Token);
        Assert.InRange(LongestSilence(), TimeSpan.Zero, Takeover);
        Assert.InRange(doubled, TimeSpan.Zero, OwnerStore.Lease);
        Third.Reconnect();
        await All.AtRestAsync(All.Nodes, Token);
    }

    [Fact]
    public async Task A_rolling_restart_leaves_no_stream_away_for_three_seconds()
    {
        await All.RestartInTurnAsync(Token);

        Assert.InRange(LongestSilence(), TimeSpan.Zero, HandOver);
    }

    [Fact]
    public async Task From_three_transcoders_to_one_and_back_every_stream_has_one_owner()
    {
        await Third.StopAsync(Token);
        await All.AtRestAsync([First, Second], Token);
        await Second.StopAsync(Token);
        await All.AtRestAsync([First], Token);
        await Second.StartAsync(Token);
        await Third.StartAsync(Token);
        await All.AtRestAsync(All.Nodes, Token);

        Assert.InRange(LongestSilence(), TimeSpan.Zero, HandOver);
    }

    private TimeSpan LongestSilence() => LongestSilence(_began);

    private TimeSpan LongestSilence(TimeSpan since) => ManyNodes.LongestSilence(All.Viewers, since);
}
