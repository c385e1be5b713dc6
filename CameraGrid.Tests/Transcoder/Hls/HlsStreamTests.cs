using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder.Hls;
using Microsoft.Extensions.Time.Testing;

namespace CameraGrid.Tests.Transcoder.Hls;

public sealed class HlsStreamTests
{
    [Fact]
    public async Task Who_waits_is_answered_when_the_stream_is_removed()
    {
        // By this clock no wait ever runs out. Often, since the end of a stream and of its readers can overlap.
        var time = new FakeTimeProvider();
        for (var i = 0; i < 300; i++)
        {
            var live = TestFrames.Stream();
            var hls = new HlsStream(live, time, CancellationToken.None);
            var waiting = Enumerable
                .Range(0, 4)
                .Select(_ => hls.ReadPlaylistAsync(skip: false, TestContext.Current.CancellationToken))
                .ToArray();

            live.Dispose();

            var answers = await Task.WhenAll(waiting)
                .WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.All(answers, answer => Assert.Equal(HlsAnswer.TimedOut, answer.Answer));
        }
    }
}
