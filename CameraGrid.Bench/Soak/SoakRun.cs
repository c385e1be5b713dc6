using System.Collections.Concurrent;
using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Recovery;

namespace CameraGrid.Bench.Soak;

/// <summary>
/// Lets the faults of a plan happen, several cameras at a time and those of all cameras alone, and waits for the live
/// pictures after each.
/// </summary>
internal sealed class SoakRun(Scene scene, Action<string> say, CancellationToken cancellationToken)
{
    /// <summary>So many cameras have a fault at the same time.</summary>
    public const int MostAtATime = 4;

    /// <summary>Whoever is late gets this long, so that it can be told whether it healed at all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Task> _open = new();
    private readonly ConcurrentQueue<SoakOutcome> _outcomes = new();
    private volatile bool _allHit;

    /// <summary>All faults that are over.</summary>
    public IReadOnlyList<SoakOutcome> Outcomes => [.. _outcomes];

    /// <summary>The cameras whose pictures may be away now.</summary>
    public IReadOnlySet<string> Hit =>
        _allHit ? scene.Cameras.Select(camera => camera.Id).ToHashSet() : _open.Keys.ToHashSet();

    /// <summary>Goes through the plan until the time is up, and waits for what is under way then.</summary>
    public async Task RunAsync(IEnumerable<SoakStep> plan, TimeSpan time)
    {
        var ends = Now() + time;
        foreach (var step in plan)
        {
            await Task.Delay(step.Pause, TimeProvider.System, cancellationToken);
            var camera = scene.Cameras[step.Camera];
            await FreeAsync(step.Fault, camera);
            if (Now() >= ends)
            {
                break;
            }

            if (step.Fault.IsOfAll)
            {
                _allHit = true;
                await HealAsync(step, scene.Cameras);
                _allHit = false;
            }
            else
            {
                _open[camera.Id] = RunOneAsync(step, camera);
            }
        }

        await Task.WhenAll(_open.Values);
    }

    /// <summary>Waits until this fault disturbs no other.</summary>
    private async Task FreeAsync(SoakFault fault, SceneCamera camera)
    {
        while (fault.IsOfAll ? !_open.IsEmpty : _open.Count >= MostAtATime || _open.ContainsKey(camera.Id))
        {
            await Task.WhenAny(_open.Values);
        }
    }

    private async Task RunOneAsync(SoakStep step, SceneCamera camera)
    {
        // Entered before it can leave.
        await Task.Yield();
        try
        {
            await HealAsync(step, [camera]);
        }
        finally
        {
            _open.TryRemove(camera.Id, out _);
        }
    }

    private async Task HealAsync(SoakStep step, IReadOnlyList<SceneCamera> cameras)
    {
        var began = Now();
        await step.Fault.HappenAsync(new SoakTarget(scene.Cameras[step.Camera], step.Time, cancellationToken));
        var ended = Now();
        var tiles = await Task.WhenAll(
            cameras.Select(async camera => (camera.Id, Live: await LiveAsync(camera, ended, step.Fault.Due + Patience)))
        );
        var (slowest, live) = tiles.MaxBy(tile => tile.Live ?? double.MaxValue);
        var outcome = new SoakOutcome(began, step.Fault, slowest, step.Time, live);
        if (!outcome.Healed)
        {
            outcome = outcome with { Remark = await scene.Page.DescribeAsync(slowest, cancellationToken) };
            say($"soak: ✗ {outcome}");
        }

        _outcomes.Enqueue(outcome);
    }

    private async Task<double?> LiveAsync(SceneCamera camera, DateTimeOffset ended, TimeSpan limit)
    {
        // A frame that was on its way when the fault ended may be from before it.
        var after = ended + CameraTrials.UnderWay;
        LiveFrame? frame = await scene.Page.NextAsync(camera.Id, after, limit, cancellationToken: cancellationToken);
        return frame?.SecondsSince(ended);
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}
