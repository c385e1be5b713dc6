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
    [InlineData("http://*:8000", "expected http://address:port")]
    [InlineData("http://+:8000", "expected http://address:port")]
    [InlineData("http://localhost.example:8000", "expected an address, not a name")]
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
    [InlineData("http://0.0.0.0:8000")]
    [InlineData("http://[::]:8000")]
    [InlineData("http://192.168.1.5:8000")]
    public void Other_addresses_need_an_account_or_the_operators_word(string url)
    {
        var options = Read($"CAMGRID_URL={url}");

        Assert.Equal(new Uri(url), options.Url);
        Assert.True(options.IsRemote);
        Assert.True(options.NeedsAccount);
        Assert.False(Read($"CAMGRID_URL={url}", "CAMGRID_ALLOW_REMOTE=true").NeedsAccount);
        Assert.False(Read($"CAMGRID_URL={url}", "CAMGRID_ADMIN_PASSWORD=twelve chars").NeedsAccount);
        Assert.True(Read($"CAMGRID_URL={url}", "CAMGRID_ADMIN_PASSWORD=").NeedsAccount);
    }

    [Fact]
    public void At_one_address_it_goes_by_that_and_at_all_of_them_by_each_and_by_the_machines_name()
    {
        Assert.Equal(
            "localhost;127.0.0.1;[::1];192.168.1.5;grid.example",
            Read("CAMGRID_URL=http://192.168.1.5:8000", "AllowedHosts=grid.example").Hosts
        );

        var hosts = Read("CAMGRID_URL=http://0.0.0.0:8000", "AllowedHosts=grid.example").Hosts.Split(';');

        var name = Environment.MachineName.ToLowerInvariant();
        Assert.Equal(["localhost", "127.0.0.1", "[::1]"], hosts[..3]);
        Assert.Equal([name, $"{name}.local", "grid.example"], hosts[^3..]);
        Assert.DoesNotContain("0.0.0.0", hosts);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("")]
    public void Nothing_but_true_does_without_an_account(string value)
    {
        Assert.True(Read("CAMGRID_URL=http://0.0.0.0:8000", $"CAMGRID_ALLOW_REMOTE={value}").NeedsAccount);
        var exception = Assert.Throws<OptionsValidationException>(() => Read("CAMGRID_ALLOW_REMOTE=yes"));
        Assert.Equal(["CAMGRID_ALLOW_REMOTE: expected true or false."], exception.Failures);
    }

    [Theory]
    [InlineData("CAMGRID_ADMIN_PASSWORD: a password has", "CAMGRID_ADMIN_PASSWORD=too short")]
    [InlineData(
        "CAMGRID_ADMIN_PASSWORD_FILE: the file cannot be read",
        "CAMGRID_ADMIN_PASSWORD_FILE=/nowhere/password"
    )]
    [InlineData(
        "CAMGRID_ADMIN_PASSWORD_FILE: CAMGRID_ADMIN_PASSWORD is set as well",
        "CAMGRID_ADMIN_PASSWORD=twelve chars",
        "CAMGRID_ADMIN_PASSWORD_FILE=/nowhere/password"
    )]
    public void A_first_account_that_cannot_be_made_stops_the_start(string expected, params string[] settings)
    {
        var failure = Assert.Single(Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures);

        Assert.StartsWith(expected, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("too short", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "CAMGRID_PUBLISH=127.0.0.1:8000", "DOTNET_RUNNING_IN_CONTAINER=true")]
    [InlineData(true, "CAMGRID_PUBLISH=127.0.0.1:8000")]
    [InlineData(true, "CAMGRID_PUBLISH=0.0.0.0:8000", "DOTNET_RUNNING_IN_CONTAINER=true")]
    [InlineData(true, "CAMGRID_PUBLISH=8000", "DOTNET_RUNNING_IN_CONTAINER=true")]
    [InlineData(true, "DOTNET_RUNNING_IN_CONTAINER=true")]
    public void In_a_container_it_counts_where_its_port_is_published(bool needsAccount, params string[] settings)
    {
        Assert.Equal(needsAccount, Read([.. settings, "CAMGRID_URL=http://0.0.0.0:8000"]).NeedsAccount);
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
            Read("CAMGRID_URL=http://grid.example", "CAMERA_1_NAME=x", "CAMERA_2_URL=ftp://x")
        );

        Assert.Equal(
            ["CAMGRID_URL", "CAMERA_1_URL", "CAMERA_2_URL"],
            exception.Failures.Select(error => error.Split(':')[0])
        );
    }

    private static StandaloneOptions Read(params string[] settings) =>
        StandaloneOptions.Read(CameraConfigurationTests.Configuration(settings));
}
