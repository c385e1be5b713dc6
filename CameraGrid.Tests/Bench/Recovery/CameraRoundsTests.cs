using CameraGrid.Bench.Recovery;

namespace CameraGrid.Tests.Bench.Recovery;

public sealed class CameraRoundsTests
{
    private static readonly SceneCamera[] Cameras =
    [
        .. Enumerable.Range(1, 16).Select(n => new SceneCamera($"cam{n}", n)),
    ];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(20, 2)]
    [InlineData(33, 3)]
    public void Trials_are_spread_evenly_over_as_few_rounds_as_there_can_be(int trials, int rounds)
    {
        var chosen = CameraRounds.Of(Cameras, trials).ToList();

        Assert.Equal(rounds, chosen.Count);
        Assert.Equal(trials, chosen.Sum(round => round.Count));
        Assert.InRange(chosen.Max(round => round.Count) - chosen.Min(round => round.Count), 0, 1);
        Assert.All(chosen, round => Assert.Distinct(round));
    }

    [Fact]
    public async Task Each_camera_of_a_round_has_one_trial()
    {
        var results = await CameraRounds.RunAsync(
            Cameras,
            TimeSpan.FromMilliseconds(16),
            camera => Task.FromResult(camera.Id),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(Cameras.Select(camera => camera.Id), results);
    }
}
