using CameraGrid.Media;
using CameraGrid.Media.Aac;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.Aac;

public sealed class AacConfigurationTests
{
    [Theory]
    [InlineData("1210", 2, 44100, 2, "mp4a.40.2")]
    [InlineData("1408", 2, 16000, 1, "mp4a.40.2")]
    [InlineData("1588", 2, 8000, 1, "mp4a.40.2")]
    [InlineData("11B0", 2, 48000, 6, "mp4a.40.2")]
    [InlineData("11B8", 2, 48000, 8, "mp4a.40.2")]
    [InlineData("17800FA038", 2, 8000, 8, "mp4a.40.2")]
    [InlineData("2B118800", 5, 48000, 2, "mp4a.40.5")]
    [InlineData("EB8A0800", 29, 44100, 2, "mp4a.40.29")]
    public void Configuration_is_understood(string config, int objectType, int sampleRate, int channels, string codec)
    {
        var aac = AacConfiguration.Parse(Convert.FromHexString(config));

        Assert.Equal(
            (objectType, sampleRate, channels, codec),
            (aac.ObjectType, aac.SampleRate, aac.Channels, aac.CodecString)
        );
        Assert.Equal(aac, AacConfiguration.Parse(aac.AudioSpecificConfig));
    }

    [Fact]
    public async Task Stream_of_FFmpeg_is_understood()
    {
        (IReadOnlyList<NutStream> streams, _) = NutCollector.Read(await TestMedia.NutAsync("aac"));

        var aac = AacConfiguration.Parse(streams[1].ExtraData);

        Assert.Equal((2, 44100, 2), (aac.ObjectType, aac.SampleRate, aac.Channels));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("0210")]
    [InlineData("1690")]
    [InlineData("1248")]
    [InlineData("1780000000")]
    public void Damage_is_refused(string config) =>
        Assert.Throws<MediaFormatException>(() => AacConfiguration.Parse(Convert.FromHexString(config)));
}
