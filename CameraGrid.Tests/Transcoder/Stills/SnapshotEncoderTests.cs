using CameraGrid.Tests.Support;
using CameraGrid.Tests.Transcoder.Live;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Stills;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Transcoder.Stills;

public sealed class SnapshotEncoderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_keyframe_is_decoded_once_and_that_of_a_ring_made_anew_is_another()
    {
        using var fake = new FakeFfmpeg("cat > /dev/null; echo $$");
        using var encoder = new SnapshotEncoder(Options.Create(new TranscoderOptions { Ffmpeg = fake.Path }));
        using var before = TestFrames.Stream();
        using var anew = TestFrames.Stream();
        TestFrames.Append(before, TestFrames.Generation(), index: 0);
        TestFrames.Append(anew, TestFrames.Generation(), index: 25);

        var first = await encoder.EncodeAsync(before, Token);
        Assert.Same(first, await encoder.EncodeAsync(before, Token));

        var second = await encoder.EncodeAsync(anew, Token);
        Assert.Equal((0L, 0L), (first!.Sequence, second!.Sequence));
        Assert.NotEqual(first.Jpeg, second.Jpeg);
    }
}
