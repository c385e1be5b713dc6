using CameraGrid.Bench.Soak;

namespace CameraGrid.Tests.Bench.Soak;

public sealed class SoakPlanTests
{
    private const int Cameras = 16;

    private static readonly SoakFault[] Faults =
    [
        .. Enumerable
            .Range(1, 5)
            .Select(n => new SoakFault(
                $"fault {n}",
                TimeSpan.FromSeconds(5),
                TimeSpan.FromSeconds(n),
                _ => Task.CompletedTask
            )),
    ];

    [Fact]
    public void The_same_seed_draws_the_same_faults_and_another_one_others()
    {
        Assert.Equal(Draw(seed: 7, 50), Draw(seed: 7, 50));
        Assert.NotEqual(Draw(seed: 7, 50), Draw(seed: 8, 50));
    }

    [Fact]
    public void Every_kind_comes_once_before_any_comes_again()
    {
        var steps = Draw(seed: 3, 4 * Faults.Length);

        Assert.All(steps.Chunk(Faults.Length), round => Assert.Distinct(round.Select(step => step.Fault)));
        Assert.All(
            steps,
            step =>
            {
                Assert.InRange(step.Camera, 0, Cameras - 1);
                Assert.InRange(step.Time, step.Fault.Longest / 4, step.Fault.Longest);
                Assert.InRange(step.Pause, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
            }
        );
    }

    [Fact]
    public void What_is_late_or_never_live_is_told_with_its_time_its_kind_and_its_camera()
    {
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var late = new SoakOutcome(began, Faults[0], "cam3", TimeSpan.FromSeconds(1), 5.5);

        Assert.False(late.Healed);
        Assert.True((late with { Live = 5 }).Healed);
        Assert.False((late with { Live = null }).Healed);
        Assert.Equal("03:04:05 UTC, fault 1, cam3, 1.0 s long: live after 5.50 s, due 5 s", late.ToString());
        Assert.EndsWith(
            "not live, due 5 s (waiting)",
            (late with { Live = null, Remark = "waiting" }).ToString(),
            StringComparison.Ordinal
        );
    }

    private static IReadOnlyList<SoakStep> Draw(int seed, int count) =>
        [.. SoakPlan.Of(seed, Faults, Cameras).Take(count)];
}
