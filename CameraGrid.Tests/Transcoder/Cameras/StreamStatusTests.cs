using CameraGrid.Media.Aac;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder.Ffmpeg;
using CameraGrid.Transcoder.Live;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Cameras;

public sealed class StreamStatusTests
{
    [Fact]
    public void A_generation_that_begins_within_a_run_shows_up_in_the_record()
    {
        var time = new FakeTimeProvider();
        using var stream = new StreamOfTest(time);
        var before = TestFrames.Generation(1);
        TestFrames.Append(stream.Live, before, 0);
        stream.Status.OnConnecting();
        stream.Status.OnFirstFrame();
        Assert.False(stream.Status.Health.HasAudio);

        // AAC LC, 48 kHz, mono.
        var after = new Generation(2, before.Video, AacConfiguration.Parse([0x11, 0x88]));
        TestFrames.Append(stream.Live, after, 25);
        time.Advance(TimeSpan.FromSeconds(5));
        stream.Status.Renew();

        Assert.True(stream.Status.Health.HasAudio);
    }

    [Fact]
    public void A_camera_that_is_away_says_since_when_however_often_it_is_tried()
    {
        var time = new FakeTimeProvider();
        using var stream = new StreamOfTest(time);
        TestFrames.Append(stream.Live, TestFrames.Generation(), 0);
        stream.Status.OnConnecting();
        stream.Status.OnFirstFrame();
        time.Advance(TimeSpan.FromMinutes(1));
        var lost = time.GetUtcNow();
        for (var tries = 0; tries < 3; tries++)
        {
            stream.Status.OnEnded(new FfmpegEnd(FailureReason.Refused, null, null), TimeSpan.FromSeconds(5));
            time.Advance(TimeSpan.FromSeconds(5));
            stream.Status.OnConnecting();
        }

        Assert.Equal(lost, stream.Status.Health.Since);

        stream.Status.OnFirstFrame();
        Assert.Equal(time.GetUtcNow(), stream.Status.Health.Since);
    }

    [Fact]
    public void How_long_a_run_had_pictures_counts_from_its_first_one()
    {
        var time = new FakeTimeProvider();
        using var stream = new StreamOfTest(time);
        TestFrames.Append(stream.Live, TestFrames.Generation(), 0);
        stream.Status.OnConnecting();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Null(stream.Status.Pictures);

        stream.Status.OnFirstFrame();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), stream.Status.Pictures);

        stream.Status.OnConnecting();
        Assert.Null(stream.Status.Pictures);
    }

    [Fact]
    public void A_stream_counts_as_lately_live_from_the_loss_of_its_picture()
    {
        var time = new FakeTimeProvider();
        using var stream = new StreamOfTest(time);
        Assert.False(stream.Status.WasLiveWithin(TimeSpan.FromMinutes(1)));

        TestFrames.Append(stream.Live, TestFrames.Generation(), 0);
        stream.Status.OnConnecting();
        stream.Status.OnFirstFrame();
        time.Advance(TimeSpan.FromHours(1));
        stream.Status.OnEnded(new FfmpegEnd(FailureReason.Refused, null, null), TimeSpan.Zero);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(stream.Status.WasLiveWithin(TimeSpan.FromMinutes(1)));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(stream.Status.WasLiveWithin(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_picture_that_comes_too_late_changes_nothing()
    {
        using var stream = new StreamOfTest(new FakeTimeProvider());
        TestFrames.Append(stream.Live, TestFrames.Generation(), 0);
        stream.Status.OnConnecting();
        stream.Status.OnEnded(new FfmpegEnd(FailureReason.Timeout, null, null), TimeSpan.Zero);
        var before = stream.Status.Health;

        stream.Status.OnFirstFrame();

        Assert.Equal(before, stream.Status.Health);
    }
}
