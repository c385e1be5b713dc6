using CameraGrid.Bench.Harness;

namespace CameraGrid.Tests.Bench.Harness;

public sealed class ArrivalsTests
{
    private static readonly TimeSpan Fault = TimeSpan.FromSeconds(10);

    [Fact]
    public void The_longest_silence_is_between_two_frames()
    {
        var frames = Frames((10.1, 1), (10.2, 1), (13.2, 12), (13.3, 12));

        Assert.Equal(3, frames.LongestSilence(Fault, TimeSpan.FromSeconds(13.4)).TotalSeconds, precision: 6);
    }

    [Fact]
    public void A_silence_that_reaches_over_an_end_counts_up_to_there()
    {
        var frames = Frames((9, 1), (12, 11), (20, 11));

        Assert.Equal(2, frames.LongestSilence(Fault, TimeSpan.FromSeconds(13)).TotalSeconds, precision: 6);
        Assert.Equal(4, frames.LongestSilence(Fault, TimeSpan.FromSeconds(16)).TotalSeconds, precision: 6);
    }

    [Fact]
    public void Without_frames_all_is_silence()
    {
        Assert.Equal(5, Frames().LongestSilence(Fault, TimeSpan.FromSeconds(15)).TotalSeconds);
    }

    [Fact]
    public void Back_is_the_first_frame_of_a_connection_that_was_opened_after_the_fault()
    {
        var frames = Frames((9.9, 1), (10.1, 1), (12.5, 11), (12.6, 11));

        Assert.Equal(2.5, frames.BackAfter(Fault)!.Value.TotalSeconds, precision: 6);
        Assert.Null(Frames((10.1, 1)).BackAfter(Fault));
    }

    private static Arrivals Frames(params IEnumerable<(double At, double OpenedAt)> frames) =>
        new([
            .. frames.Select(frame => new Arrival(
                TimeSpan.FromSeconds(frame.At),
                TimeSpan.FromSeconds(frame.OpenedAt)
            )),
        ]);
}
