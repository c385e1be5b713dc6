using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class FramePaceTests
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(25.0, 3)]
    [InlineData(5.0, 3)]
    [InlineData(1.0, 5)]
    [InlineData(0.2, 25)]
    [InlineData(null, 20)]
    [InlineData(0.0, 20)]
    public void Behind_the_first_frame_counts_what_the_stream_announces(double? announced, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new FramePace(announced, isPatient: false).Limit);

    [Fact]
    public void A_stream_that_announced_too_much_before_is_given_time() =>
        Assert.Equal(FramePace.Patience, new FramePace(25, isPatient: true).Limit);

    [Fact]
    public void From_the_second_frame_on_counts_what_it_does()
    {
        var pace = new FramePace(announced: 25, isPatient: true);

        pace.Saw(1, TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(25), pace.Limit);

        var eager = new FramePace(announced: null, isPatient: false);
        eager.Saw(6, Look);
        Assert.Equal(FramePace.Ordinary, eager.Limit);
    }

    [Fact]
    public void A_slow_stream_that_quickens_is_watched_closely_soon()
    {
        var pace = new FramePace(announced: 0.2, isPatient: false);
        pace.Saw(1, TimeSpan.FromSeconds(5));

        for (var look = 0; look < 20; look++)
        {
            pace.Saw(6, Look);
        }

        Assert.Equal(FramePace.Ordinary, pace.Limit);
    }
}
