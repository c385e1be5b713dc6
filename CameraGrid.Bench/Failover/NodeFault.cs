using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Failover;

/// <summary>What happens to a transcoder, and how it comes back.</summary>
/// <param name="HappenAsync">Lets it happen.</param>
/// <param name="EndAsync">The transcoder is well again.</param>
/// <param name="StillPulls">What it pulled goes on to be pulled meanwhile.</param>
/// <param name="StillServes">
/// It goes on to serve for a while, so that a stream's time is its longest silence; else it is the time from the fault to
/// the first frame by a new connection.
/// </param>
internal sealed record NodeFault(
    Func<NodeProcess, CancellationToken, Task> HappenAsync,
    Func<NodeProcess, CancellationToken, Task> EndAsync,
    bool StillPulls = false,
    bool StillServes = false
)
{
    public static NodeFault Killed { get; } =
        new((node, _) => node.KillAsync(), (node, token) => node.StartAsync(token));

    public static NodeFault Frozen { get; } =
        new((node, token) => node.FreezeAsync(token), (node, token) => node.ThawAsync(token), StillPulls: true);

    public static NodeFault CutOff { get; } =
        new(
            (node, _) =>
            {
                node.CutOff();
                return Task.CompletedTask;
            },
            (node, _) =>
            {
                node.Reconnect();
                return Task.CompletedTask;
            },
            StillServes: true
        );
}
