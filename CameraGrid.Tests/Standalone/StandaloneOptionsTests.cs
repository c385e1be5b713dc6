using CameraGrid.Standalone;
using CameraGrid.Tests.Cameras.Configuration;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Standalone;

public sealed class StandaloneOptionsTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.9.9.9:80/")]
    [InlineData("http://[::1]:8000")]
    [InlineData("http://localhost:8000")]
    [InlineData("HTTP://LOCALHOST:8000")]
    public void Loopback_addresses_are_accepted(string url)
    {
        Assert.Equal(new Uri(url), Read($"CAMGRID_URL={url}").Url);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8000", "only an address of this machine itself")]
    [InlineData("http://[::]:8000", "only an address of this machine itself")]
    [InlineData("http://*:8000", "expected http://address:port")]
    [InlineData("http://+:8000", "expected http://address:port")]
    [InlineData("http://192.168.1.5:8000", "only an address of this machine itself")]
    [InlineData("http://localhost.example:8000", "only an address of this machine itself")]
    [InlineData("http://u:p@127.0.0.1:8000", "must not hold a user or password")]
    [InlineData("https://127.0.0.1:8000", "expected http://address:port")]
    [InlineData("http://127.0.0.1:8000/grid", "expected http://address:port")]
    [InlineData("http://127.0.0.1:8000;http://0.0.0.0:1", "expected http://address:port")]
    [InlineData("127.0.0.1:8000", "expected http://address:port")]
    [InlineData("http://localhost:0", "port 0 needs an address")]
    public void Other_addresses_are_refused(string url, string expected)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Read($"CAMGRID_URL={url}"));

        Assert.StartsWith($"CAMGRID_URL: {expected}", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8000", "localhost;127.0.0.1;[::1];grid.example")]
    [InlineData("http://[::]:8000", "localhost;127.0.0.1;[::1];grid.example")]
    [InlineData("http://192.168.1.5:8000", "localhost;127.0.0.1;[::1];192.168.1.5;grid.example")]
    public void Other_addresses_are_accepted_where_the_operator_says_so(string url, string hosts)
    {
        var options = Read($"CAMGRID_URL={url}", "CAMGRID_ALLOW_REMOTE=true", "AllowedHosts=grid.example");

        Assert.Equal(new Uri(url), options.Url);
        Assert.Equal(hosts, options.Hosts);
        Assert.True(options.IsRemote);
    }

    [Theory]
    [InlineData("yes", "CAMGRID_ALLOW_REMOTE: expected true or false.")]
    [InlineData("false", "CAMGRID_URL: only an address of this machine itself")]
    [InlineData("", "CAMGRID_URL: only an address of this machine itself")]
    public void Nothing_but_true_lifts_the_limit(string value, string expected)
    {
        var exception = Assert.Throws<OptionsValidationException>(() =>
            Read("CAMGRID_URL=http://0.0.0.0:8000", $"CAMGRID_ALLOW_REMOTE={value}")
        );

        Assert.StartsWith(expected, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_no_address_to_listen_on()
    {
        var exception = Assert.Throws<OptionsValidationException>(() =>
            Read("CAMGRID_URL=http://grid.example:8000", "CAMGRID_ALLOW_REMOTE=true")
        );

        Assert.StartsWith(
            "CAMGRID_URL: expected an address, not a name",
            Assert.Single(exception.Failures),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_defaults_need_no_configuration()
    {
        var options = Read();

        Assert.Equal(new Uri("http://127.0.0.1:8000"), options.Url);
        Assert.Equal(Path.GetFullPath("data"), options.Data);
        Assert.Equal("localhost;127.0.0.1;[::1];127.0.0.1", options.Hosts);
        Assert.False(options.IsRemote);
        Assert.False(options.HasCameras);
        Assert.True(Read("CAMERA_1_URL=rtsp://host/").HasCameras);
    }

    [Fact]
    public void Its_errors_are_told_with_those_of_the_cameras()
    {
        var exception = Assert.Throws<OptionsValidationException>(() =>
            Read("CAMGRID_URL=http://10.0.0.1", "CAMERA_1_NAME=x", "CAMERA_2_URL=ftp://x")
        );

        Assert.Equal(
            ["CAMGRID_URL", "CAMERA_1_URL", "CAMERA_2_URL"],
            exception.Failures.Select(error => error.Split(':')[0])
        );
    }

    private static StandaloneOptions Read(params string[] settings) =>
        StandaloneOptions.Read(CameraConfigurationTests.Configuration(settings));
}
