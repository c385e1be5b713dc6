using CameraGrid.Media.H264;
using CameraGrid.Transcoder.Ffmpeg;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class AccessUnitTests
{
    private const string Sps = "6742C01EDA0280BFE5C044000003000400000300CA3C58BA80";
    private const string Pps = "68CE0FC8";
    private const string OtherPps = "68CE3C80";
    private static readonly AvcConfiguration Known = Configuration(Sps, Pps);

    [Theory]
    [InlineData(true, false, "658884")]
    [InlineData(true, false, "419A02")]
    [InlineData(true, false, "0910", "06051122", Sps, Pps, "658884")]
    [InlineData(true, true, Sps, OtherPps, "658884")]
    [InlineData(true, true, OtherPps, "658884")]
    // Only what stands before the first slice counts.
    [InlineData(true, false, "658884", OtherPps)]
    // A camera that sends its sets as a frame of their own.
    [InlineData(false, true, Sps, OtherPps)]
    [InlineData(false, false, Sps, Pps)]
    // The first packet of the slice was lost; the others stand behind the last set.
    [InlineData(false, false, Sps, Pps + "9A02A1B2C3")]
    // H.265: VPS, SPS, PPS, IDR_W_RADL; then TRAIL_R. Random bytes. Nothing.
    [InlineData(false, false, "40010C01", "42010101", "4401C172", "2601AF00")]
    [InlineData(false, false, "0201D00F")]
    [InlineData(false, false, "E5A1B2", "658884")]
    [InlineData(false, false)]
    public void What_stands_up_to_the_first_slice_tells(bool picture, bool sets, params string[] nals) =>
        Assert.Equal(new AccessUnit(picture, sets), AccessUnit.Inspect(AnnexB(nals), Known));

    [Fact]
    public void A_set_replaces_the_one_of_its_id()
    {
        var updated = Known.Updated(AnnexB([OtherPps]));

        Assert.Equal(Configuration(Sps, OtherPps), updated);
    }

    [Fact]
    public void A_damaged_set_replaces_nothing() => Assert.Null(Known.Updated(AnnexB(["67"])));

    private static AvcConfiguration Configuration(params string[] sets) =>
        AvcConfiguration.TryFromAnnexB(AnnexB(sets), out var configuration)
            ? configuration
            : throw new InvalidOperationException("The parameter sets are broken.");

    private static byte[] AnnexB(string[] nals) =>
        [.. nals.SelectMany(nal => (byte[])[0, 0, 0, 1, .. Convert.FromHexString(nal)])];
}
