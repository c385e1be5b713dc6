using CameraGrid.Bench;
using CameraGrid.Bench.Harness;

namespace CameraGrid.Tests.Bench.Harness;

public sealed class UntilTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_asks_until_nothing_is_missing()
    {
        var asked = 0;

        await Until.NothingIsMissingAsync(
            TimeSpan.FromSeconds(30),
            _ => Task.FromResult(++asked < 3 ? "a third question" : null),
            Token
        );

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task What_is_missing_at_the_limit_is_said()
    {
        var failure = await Assert.ThrowsAsync<BenchmarkException>(() =>
            Until.NothingIsMissingAsync(TimeSpan.FromSeconds(0.5), _ => Task.FromResult<string?>("a picture"), Token)
        );

        Assert.Equal("After 0.5 s: a picture.", failure.Message);
    }
}
