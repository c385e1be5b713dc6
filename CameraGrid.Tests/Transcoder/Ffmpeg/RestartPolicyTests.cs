using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class RestartPolicyTests
{
    private readonly RestartPolicy _policy = new(() => 0);

    [Fact]
    public void Restarts_come_at_once_then_within_three_seconds_for_the_time_of_a_reboot_and_within_five_later()
    {
        var delays = Enumerable.Range(0, 20).Select(_ => Seconds(FailureReason.Refused)).ToArray();

        Assert.Equal([0, 1, 2, 3, 3], delays[..5]);
        Assert.All(delays[3..12], delay => Assert.Equal(3, delay));
        Assert.InRange(delays[..12].Sum(), 25, 40);
        Assert.All(delays[12..], delay => Assert.Equal(5, delay));
    }

    [Fact]
    public void Wrong_credentials_are_tried_slowly() =>
        Assert.Equal([30, 60, 120, 300, 300], Enumerable.Range(0, 5).Select(_ => Seconds(FailureReason.Unauthorized)));

    [Fact]
    public void A_reboot_that_ends_in_one_refusal_of_the_password_waits_no_longer_than_any_first_one()
    {
        for (var tries = 0; tries < 10; tries++)
        {
            Seconds(FailureReason.Refused);
        }

        Assert.Equal(30, Seconds(FailureReason.Unauthorized));
        Assert.Equal(3, Seconds(FailureReason.Refused));
    }

    [Fact]
    public void Pictures_for_ten_seconds_begin_from_the_start()
    {
        Seconds(FailureReason.Refused);
        Seconds(FailureReason.Refused);

        Assert.Equal(2, Seconds(FailureReason.Stalled, RestartPolicy.HealthyAfter));
        Assert.Equal(0, Seconds(FailureReason.Stalled, RestartPolicy.HealthyAfter + TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void Any_picture_proves_the_password()
    {
        Seconds(FailureReason.Unauthorized);
        Seconds(FailureReason.Unauthorized);
        Seconds(FailureReason.Stalled, TimeSpan.FromSeconds(1));

        Assert.Equal(30, Seconds(FailureReason.Unauthorized));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(1.0, 0.7)]
    public void Chance_shortens_delays_by_up_to_three_tenths(double random, double seconds)
    {
        var policy = new RestartPolicy(() => random);
        policy.NextDelay(FailureReason.Refused, null);

        Assert.Equal(seconds, policy.NextDelay(FailureReason.Refused, null).TotalSeconds, 3);
    }

    private double Seconds(FailureReason reason, TimeSpan? pictures = null) =>
        _policy.NextDelay(reason, pictures).TotalSeconds;
}
