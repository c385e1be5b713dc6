using CameraGrid.ServiceDefaults;

namespace CameraGrid.Tests.ServiceDefaults;

public sealed class ChildEnvironmentTests
{
    [Theory]
    [InlineData("CAMERA_1_PASSWORD")]
    [InlineData("CAMERA_1_URL")]
    [InlineData("ConnectionStrings__redis")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("FFREPORT")]
    [InlineData("http_proxy")]
    [InlineData("PASSWORD")]
    [InlineData("PATH_TO_SECRETS")]
    public void What_may_hold_a_secret_is_withheld(string name) => Assert.False(ChildEnvironment.IsPassed(name));

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("LC_ALL")]
    [InlineData("LD_LIBRARY_PATH")]
    [InlineData("LIBVA_DRIVER_NAME")]
    [InlineData("NVIDIA_VISIBLE_DEVICES")]
    [InlineData("CUDA_VISIBLE_DEVICES")]
    public void What_FFmpeg_and_its_drivers_are_found_by_is_passed(string name) =>
        Assert.True(ChildEnvironment.IsPassed(name));

    [Fact]
    public void What_is_withheld_is_what_this_process_has()
    {
        var withheld = ChildEnvironment.Withheld();

        Assert.All(withheld, variable => Assert.Null(variable.Value));
        Assert.DoesNotContain("PATH", withheld.Keys);
        Assert.All(withheld.Keys, name => Assert.NotNull(Environment.GetEnvironmentVariable(name)));
    }
}
