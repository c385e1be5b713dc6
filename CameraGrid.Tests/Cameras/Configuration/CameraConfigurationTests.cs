using CameraGrid.Cameras;
using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Tests.Cameras.Configuration;

public sealed class CameraConfigurationTests
{
    [Fact]
    public void Numbered_keys_make_cameras_in_the_order_of_their_numbers_with_gaps()
    {
        var catalog = Load(
            "CAMERA_10_URL=rtsp://ten/",
            "CAMERA_2_NAME=Yard (north)",
            "CAMERA_2_URL=rtsps://two:322/main?x=1",
            "CAMERA_2_SUB_URL=rtsp://two/sub",
            "CAMERA_2_USERNAME=viewer",
            "CAMERA_2_PASSWORD=p@ss/#",
            "CAMERA_2_TRANSPORT=UDP"
        );

        var two = new CameraDefinition(
            "yard-north",
            "Yard (north)",
            new StreamSource(new Uri("rtsps://two:322/main?x=1"), "viewer", "p@ss/#", RtspTransport.Udp),
            new StreamSource(new Uri("rtsp://two/sub"), "viewer", "p@ss/#", RtspTransport.Udp)
        );
        var ten = new CameraDefinition(
            "camera-10",
            "camera-10",
            new StreamSource(new Uri("rtsp://ten/"), null, null, RtspTransport.Tcp),
            null
        );
        Assert.Equal([two, ten], catalog.Cameras);
        Assert.Equal(
            ["yard-north/main", "yard-north/sub", "camera-10/main"],
            catalog.Streams.Select(key => key.ToString())
        );
        Assert.Equal(two.Sub, catalog.Find(new StreamKey("yard-north", StreamName.Sub)));
        Assert.Null(catalog.Find(new StreamKey("camera-10", StreamName.Sub)));
        Assert.Null(catalog.Find("CAMERA-10"));
    }

    [Theory]
    [InlineData("rtsp://user:p%40ss@host/a", "rtsp://host/a", "user", "p@ss")]
    [InlineData("rtsp://user:p@ss:w@host:8554/a?b=c@d", "rtsp://host:8554/a?b=c@d", "user", "p@ss:w")]
    [InlineData("RTSP://user@host", "rtsp://host/", "user", null)]
    [InlineData("rtsp://user:@[::1]:554/x", "rtsp://[::1]:554/x", "user", "")]
    [InlineData("rtsp://host/%41/../b", "rtsp://host/b", null, null)]
    public void User_info_leaves_the_address_at_once(string url, string expected, string? username, string? password)
    {
        var source = Load($"CAMERA_1_URL={url}").Cameras[0].Main;

        Assert.Equal(new StreamSource(new Uri(expected), username, password, RtspTransport.Tcp), source);
        Assert.Equal("", source.Url.UserInfo);
    }

    [Theory]
    [InlineData("rtsp://host/sub", "user")]
    [InlineData("rtsp://HOST:8554/sub", "user")]
    [InlineData("rtsp://elsewhere/sub", null)]
    [InlineData("rtsp://other@host/sub", "other")]
    public void A_user_of_the_main_address_serves_the_sub_address_of_the_same_host_only(string subUrl, string? username)
    {
        var camera = Load("CAMERA_1_URL=rtsp://user:pass@host/main", $"CAMERA_1_SUB_URL={subUrl}").Cameras[0];

        Assert.Equal(username, camera.Sub!.Username);
    }

    [Fact]
    public void Ids_are_given_or_made_of_the_name_and_unique()
    {
        var catalog = Load(
            "CAMERA_1_URL=rtsp://a/",
            "CAMERA_1_NAME=Front  Door!",
            "CAMERA_2_URL=rtsp://a/",
            "CAMERA_2_NAME=front door",
            "CAMERA_3_URL=rtsp://a/",
            "CAMERA_3_NAME=Élan Ünit",
            "CAMERA_4_URL=rtsp://a/",
            "CAMERA_4_NAME=门",
            "CAMERA_5_URL=rtsp://a/",
            "CAMERA_5_ID=front-door"
        );

        Assert.Equal(
            ["front-door-2", "front-door-3", "elan-unit", "camera-4", "front-door"],
            catalog.Cameras.Select(camera => camera.Id)
        );
    }

    [Fact]
    public void Empty_values_count_as_not_set()
    {
        Assert.Empty(Load("CAMERA_1_URL=", "CAMERA_1_NAME= ", "CAMERAS_FILE=").Cameras);
    }

    [Fact]
    public void Cameras_of_the_file_follow_those_of_the_environment()
    {
        using var file = new TemporaryFile(
            """
            [ // comments and trailing commas are welcome
              { "name": "Yard", "url": "rtsp://yard/", "subUrl": null, "username": "u", "password": "p", "transport": "udp" },
              { "id": "gate", "url": "rtsp://u:p@gate/" },
            ]
            """
        );

        var catalog = Load($"CAMERAS_FILE={file.Path}", "CAMERA_7_URL=rtsp://seven/");

        Assert.Equal(["camera-7", "yard", "gate"], catalog.Cameras.Select(camera => camera.Id));
        Assert.Equal(new StreamSource(new Uri("rtsp://yard/"), "u", "p", RtspTransport.Udp), catalog.Cameras[1].Main);
    }

    [Fact]
    public void Errors_of_the_dotenv_file_are_told_with_all_others()
    {
        using var file = new TemporaryFile(
            "CAMERA_1_URL='rtsp://host/\nCAMERA_1_URL=rtsp://host/\nCAMERA_2_NAME=x\n",
            ".env"
        );
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine([$"--CAMGRID_ENV_FILE={file.Path}", "--CAMERA_3_TRANSPORT=pigeon"]);
        configuration.AddDotEnvFile();

        var exception = Assert.Throws<CameraConfigurationException>(() => CameraConfiguration.Read(configuration));

        Assert.Collection(
            exception.Errors,
            error => Assert.StartsWith(".env line 1: CAMERA_1_URL has a quote", error, StringComparison.Ordinal),
            error => Assert.StartsWith(".env line 2: CAMERA_1_URL stands already", error, StringComparison.Ordinal),
            error => Assert.StartsWith("CAMERA_2_URL: missing.", error, StringComparison.Ordinal),
            error => Assert.StartsWith("CAMERA_3_TRANSPORT: must be", error, StringComparison.Ordinal),
            error => Assert.StartsWith("CAMERA_3_URL: missing.", error, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", false)]
    [InlineData("", true)]
    public void A_camera_is_switched_off_by_its_key(string text, bool enabled) =>
        Assert.Equal(enabled, Load("CAMERA_1_URL=rtsp://host/", $"CAMERA_1_ENABLED={text}").Cameras[0].Enabled);

    [Fact]
    public void A_camera_is_switched_off_by_a_member_of_the_file()
    {
        using var file = new TemporaryFile(
            """[ { "url": "rtsp://one/", "enabled": false }, { "url": "rtsp://two/", "enabled": true } ]"""
        );

        Assert.Equal([false, true], Load($"CAMERAS_FILE={file.Path}").Cameras.Select(camera => camera.Enabled));
    }

    [Fact]
    public void The_cameras_of_the_demo_stand_in_where_there_are_no_others()
    {
        const string Demo = "FallbackCameras:CAMERA_1_URL=rtsp://demo/";

        Assert.Equal("demo", Assert.Single(Load(Demo).Cameras).Main.Url.Host);
        Assert.Equal("mine", Assert.Single(Load(Demo, "CAMERA_1_URL=rtsp://mine/").Cameras).Main.Url.Host);
    }

    [Fact]
    public void A_named_dotenv_file_must_be_there()
    {
        var configuration = new ConfigurationManager();
        configuration.AddCommandLine(["--CAMGRID_ENV_FILE=/nowhere/.env"]);
        configuration.AddDotEnvFile();

        var exception = Assert.Throws<CameraConfigurationException>(() => CameraConfiguration.Read(configuration));

        Assert.StartsWith("CAMGRID_ENV_FILE: ", Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    internal static CameraSet Load(params string[] settings) => CameraConfiguration.Read(Configuration(settings));

    internal static IConfiguration Configuration(params string[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings
                    .Select(setting => setting.Split('=', 2))
                    .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))
            )
            .Build();
}
