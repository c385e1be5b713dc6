using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class RestartPolicyTests
{
    private readonly RestartPolicy _policy = new(() => 0.5);

    [Fact]
    public void Restarts_come_at_once_then_after_1_2_5_5_seconds() =>
        Assert.Equal([0, 1, 2, 5, 5], Enumerable.Range(0, 5).Select(_ => _policy.NextDelay(false).TotalSeconds));

    [Fact]
    public void Wrong_credentials_are_tried_slowly() =>
        Assert.Equal(
            [30, 60, 120, 300, 300],
            Enumerable.Range(0, 5).Select(_ => _policy.NextDelay(unauthorized: true).TotalSeconds)
        );

    [Fact]
    public void A_success_begins_from_the_start()
    {
        _policy.NextDelay(false);
        _policy.NextDelay(false);

        _policy.Succeeded();

        Assert.Equal(TimeSpan.Zero, _policy.NextDelay(false));
    }

    [Theory]
    [InlineData(0.0, 0.8)]
    [InlineData(1.0, 1.2)]
    public void Jitter_spreads_delays_by_a_fifth(double random, double seconds)
    {
        var policy = new RestartPolicy(() => random);
        policy.NextDelay(false);

        Assert.Equal(seconds, policy.NextDelay(false).TotalSeconds, 3);
    }
}
