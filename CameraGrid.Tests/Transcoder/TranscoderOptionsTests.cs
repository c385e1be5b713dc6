using CameraGrid.Transcoder;

namespace CameraGrid.Tests.Transcoder;

public sealed class TranscoderOptionsTests
{
    [Fact]
    public void What_is_used_where_nothing_is_set_is_right() => Assert.Empty(new TranscoderOptions().Validate());

    [Fact]
    public void All_that_is_wrong_is_told_at_once_each_by_its_key()
    {
        var wrong = new TranscoderOptions
        {
            NodeId = " ",
            Address = new Uri("10.0.0.5:8001", UriKind.RelativeOrAbsolute),
            Ffmpeg = "",
            RingSeconds = 3,
            MostConnecting = 0,
        };

        Assert.Equal(
            [
                "Transcoder:NodeId must not be empty.",
                "Transcoder:Address must be an address, as in http://10.0.0.5:8001.",
                "Transcoder:Ffmpeg must be a name or a path.",
                "Transcoder:RingSeconds must be between 4 and 120.",
                "Transcoder:MostConnecting must be between 1 and 1000.",
            ],
            wrong.Validate()
        );
    }
}
