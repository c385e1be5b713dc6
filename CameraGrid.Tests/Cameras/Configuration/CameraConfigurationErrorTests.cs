using CameraGrid.Cameras;
using CameraGrid.Cameras.Configuration;

namespace CameraGrid.Tests.Cameras.Configuration;

public sealed class CameraConfigurationErrorTests
{
    [Theory]
    // Addresses. "hush" is what no error may repeat.
    [InlineData("CAMERA_1_URL=http://u:hush@host/", "CAMERA_1_URL: only rtsp:// and rtsps://")]
    [InlineData("CAMERA_1_URL=file:///etc/hush", "CAMERA_1_URL: only rtsp:// and rtsps://")]
    [InlineData("CAMERA_1_URL=concat:hush", "CAMERA_1_URL: only rtsp:// and rtsps://")]
    [InlineData("CAMERA_1_URL=-i hush", "CAMERA_1_URL: only rtsp:// and rtsps://")]
    [InlineData("CAMERA_1_URL=192.168.1.20/hush", "CAMERA_1_URL: only rtsp:// and rtsps://")]
    [InlineData("CAMERA_1_URL=-rtsp://hush", "CAMERA_1_URL: only rtsp:// and rtsps://")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@host/a'b", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@host/a\"b", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://u:hu\\sh@host/", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@host/a\nfile x", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@host/a\rb", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://host/a b", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://host/\u2028", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://host/\0", "CAMERA_1_URL: holds a quote")]
    [InlineData("CAMERA_1_URL=rtsp://u:hu%0Ash@host/", "CAMERA_1_URL: has a control character in its user or password")]
    [InlineData("CAMERA_1_URL=rtsp://", "CAMERA_1_URL: has no host")]
    [InlineData("CAMERA_1_URL=rtsp:///hush", "CAMERA_1_URL: has no host")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@:554/x", "CAMERA_1_URL: has no host")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@/x", "CAMERA_1_URL: has no host")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@host:99999/x", "CAMERA_1_URL: is not an address: expected")]
    [InlineData("CAMERA_1_URL=rtsp://u:hush@host:0/x", "CAMERA_1_URL: is not an address: expected")]
    [InlineData("CAMERA_1_URL=rtsp://u:hu/sh@host/x", "CAMERA_1_URL: is not an address; percent-encode")]
    [InlineData("CAMERA_1_URL=rtsp://u:hu#sh@host/x", "CAMERA_1_URL: is not an address; percent-encode")]
    [InlineData("CAMERA_1_URL=rtsp://-oX/x", "CAMERA_1_URL: is not an address")]
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_SUB_URL=ftp://u:hush@h/", "CAMERA_1_SUB_URL: only rtsp://")]
    // Keys.
    [InlineData("CAMERA_4_NAME=Yard", "CAMERA_4_URL: missing")]
    [InlineData(
        "CAMERA_1_URL=rtsp://h/;CAMERA_1_PASWORD=hush",
        "CAMERA_1_PASWORD: unknown key. Did you mean CAMERA_1_PASSWORD?"
    )]
    [InlineData("CAMERA_1_UR=rtsp://h/", "CAMERA_1_UR: unknown key. Did you mean CAMERA_1_URL?")]
    [InlineData("CAMERA_1_SUBURL=rtsp://h/", "CAMERA_1_SUBURL: unknown key. Did you mean CAMERA_1_SUB_URL?")]
    [InlineData("CAMERA_1_USER=hush", "CAMERA_1_USER: unknown key. Did you mean CAMERA_1_USERNAME?")]
    [InlineData(
        "CAMERA_1_COLOUR_OF_THE_WALL=hush",
        "CAMERA_1_COLOUR_OF_THE_WALL: unknown key. Known are CAMERA_1_ID, _NAME,"
    )]
    [InlineData("CAMERA_URL=rtsp://h/", "CAMERA_URL: unknown key. Did you mean CAMERA_1_URL?")]
    [InlineData("CAMERAS_3_URL=rtsp://h/", "CAMERAS_3_URL: unknown key. Did you mean CAMERA_3_URL?")]
    [InlineData("CAMERA_01_URL=rtsp://h/", "CAMERA_01_URL: unknown key. Did you mean CAMERA_1_URL?")]
    [InlineData("CAMERA2_URL=rtsp://h/", "CAMERA2_URL: unknown key. Did you mean CAMERA_2_URL?")]
    [InlineData("CAMERA_1000000_URL=rtsp://h/", "CAMERA_1000000_URL: unknown key. The numbers of cameras go from 1 to")]
    // Values.
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_TRANSPORT=sctp", "CAMERA_1_TRANSPORT: must be tcp or udp")]
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_ENABLED=maybe", "CAMERA_1_ENABLED: must be true or false")]
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_ID=Front Door", "CAMERA_1_ID: may only hold small letters")]
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_ID=a/../b", "CAMERA_1_ID: may only hold small letters")]
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_ID=-a", "CAMERA_1_ID: may only hold small letters")]
    [InlineData("CAMERA_1_URL=rtsp://h/;CAMERA_1_NAME=a\nb", "CAMERA_1_NAME: holds a control character")]
    [InlineData(
        "CAMERA_1_URL=rtsp://h/;CAMERA_1_USERNAME=u;CAMERA_1_PASSWORD=hu\nsh",
        "CAMERA_1_PASSWORD: holds a control"
    )]
    [InlineData(
        "CAMERA_1_URL=rtsp://h/;CAMERA_1_PASSWORD=hush",
        "CAMERA_1_PASSWORD: a password without CAMERA_1_USERNAME"
    )]
    [InlineData(
        "CAMERA_1_URL=rtsp://h/;CAMERA_1_USERNAME=u;CAMERA_1_PASSWORD=***",
        "CAMERA_1_PASSWORD: is the placeholder"
    )]
    [InlineData(
        "CAMERA_1_URL=rtsp://u:hush@h/;CAMERA_1_USERNAME=u",
        "CAMERA_1_URL: holds a user, and CAMERA_1_USERNAME"
    )]
    [InlineData(
        "CAMERA_1_URL=rtsp://h/;CAMERA_1_ID=a;CAMERA_2_URL=rtsp://h/;CAMERA_2_ID=a",
        "CAMERA_2_ID: the id \"a\" is taken by CAMERA_1_ID"
    )]
    [InlineData(
        "CAMERAS_FILE=/nowhere/cameras.json",
        "CAMERAS_FILE: the file \"/nowhere/cameras.json\" cannot be read"
    )]
    public void Wrong_settings_are_refused_by_key_and_without_their_value(string settings, string expected)
    {
        var exception = Assert.Throws<CameraConfigurationException>(() =>
            CameraConfigurationTests.Load(settings.Split(';'))
        );

        Assert.StartsWith(expected, Assert.Single(exception.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", exception.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[\n{ \"url\": \"rtsp://u:hush@h/\" \"name\": 1 }]", "cameras.json line 2, byte 29: not valid JSON.")]
    [InlineData("[ { \"url\": \"hush", "cameras.json line 1, byte")]
    [InlineData("[ { \"name\": \"hush\", \"name\": \"b\" } ]", "cameras.json: not valid JSON: a member stands twice")]
    [InlineData("{ \"password\": \"hush\" }", "cameras.json: expected an array of cameras")]
    [InlineData("[ \"hush\" ]", "cameras.json[0]: expected an object.")]
    [InlineData(
        "[ { \"url\": \"rtsp://h/\", \"pass\": \"hush\" } ]",
        "cameras.json[0].pass: unknown member. Known are id, name,"
    )]
    [InlineData("[ { \"url\": \"rtsp://h/\", \"name\": 7 } ]", "cameras.json[0].name: expected a text in quotes.")]
    [InlineData(
        "[ { \"url\": \"rtsp://h/\", \"enabled\": \"no\" } ]",
        "cameras.json[0].enabled: expected true or false."
    )]
    [InlineData("[ { \"name\": \"Yard\" } ]", "cameras.json[0].url: missing.")]
    [InlineData("[ { \"url\": \"rtsp://h/\", \"subUrl\": \"hush\" } ]", "cameras.json[0].subUrl: only rtsp://")]
    public void A_wrong_file_is_refused_by_its_place(string json, string expected)
    {
        using var file = new TemporaryFile(json, "cameras.json");

        var exception = Assert.Throws<CameraConfigurationException>(() =>
            CameraConfigurationTests.Load($"CAMERAS_FILE={file.Path}")
        );

        Assert.StartsWith(expected, Assert.Single(exception.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        using var file = new TemporaryFile("[ { \"id\": \"yard\", \"url\": \"x\" } ]", "cameras.json");

        var exception = Assert.Throws<CameraConfigurationException>(() =>
            CameraConfigurationTests.Load(
                $"CAMERAS_FILE={file.Path}",
                "CAMERA_1_URL=http://h/",
                "CAMERA_1_ID=yard",
                "CAMERA_2_NAME=No address",
                "CAMERA_3_TYPO=1"
            )
        );

        Assert.Equal(
            ["CAMERA_3_TYPO", "cameras.json[0].id", "CAMERA_1_URL", "CAMERA_2_URL", "cameras.json[0].url"],
            exception.Errors.Select(error => error.Split(':')[0])
        );
    }
}
