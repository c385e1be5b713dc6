using CameraGrid.Media.H264;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Media.H264;

/// <summary>Held against what x264 writes.</summary>
public sealed class H264SliceTests
{
    [Theory]
    [InlineData("-bf 0 -x264-params slices=1", 25, 25, 0)]
    [InlineData("-bf 0 -x264-params slices=4", 25, 100, 0)]
    [InlineData("-bf 2 -x264-params b-adapt=0:scenecut=0", 25, 25, 16)]
    public async Task The_beginning_of_a_slice_tells_pictures_apart(
        string options,
        int pictures,
        int slices,
        int bPictures
    )
    {
        var all = (await NalsAsync(options)).Where(IsSlice).ToList();

        Assert.Equal(slices, all.Count);
        Assert.Equal(pictures, all.Count(slice => H264Slice.BeginsPicture(slice)));
        Assert.Equal(bPictures, all.Count(slice => H264Slice.BeginsBPicture(slice)));
    }

    [Fact]
    public async Task Recovery_points_are_found_behind_other_messages()
    {
        var refreshed = await NalsAsync("-bf 0 -g 10 -x264-params intra-refresh=1");
        var keyed = await NalsAsync("-bf 0 -g 10");

        Assert.Contains(refreshed, nal => H264Nal.TypeOf(nal) == H264NalType.Sei && H264Sei.HasRecoveryPoint(nal));
        Assert.DoesNotContain(keyed, nal => H264Nal.TypeOf(nal) == H264NalType.Sei && H264Sei.HasRecoveryPoint(nal));
        Assert.True(H264Sei.HasRecoveryPoint([0x06, 5, 2, 1, 2, 6, 1, 0x84, 0x80]));
        Assert.False(H264Sei.HasRecoveryPoint([0x06, 5, 0xFF, 0xFF, 0xFF]));
        Assert.False(H264Sei.HasRecoveryPoint([]));
    }

    private static bool IsSlice(byte[] nal) => H264Nal.TypeOf(nal) is H264NalType.IdrSlice or H264NalType.NonIdrSlice;

    private static async Task<List<byte[]>> NalsAsync(string options)
    {
        var bytes = await Tool.FfmpegAsync(
            [
                .. "-f lavfi -i testsrc2=s=320x240:r=25 -t 1 -c:v libx264 -preset veryfast".Split(' '),
                .. options.Split(' '),
                .. "-f h264 pipe:1".Split(' '),
            ],
            TestContext.Current.CancellationToken
        );
        var nals = new List<byte[]>();
        var reader = new AnnexBReader(bytes);
        while (reader.TryRead(out var nal))
        {
            nals.Add(nal.ToArray());
        }

        return nals;
    }
}
