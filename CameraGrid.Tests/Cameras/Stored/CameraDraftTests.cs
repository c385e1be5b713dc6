using CameraGrid.Cameras;
using static CameraGrid.Tests.Cameras.Stored.CameraService;

namespace CameraGrid.Tests.Cameras.Stored;

/// <summary>What an edit keeps of the camera before, and where a password that is kept may go.</summary>
public sealed class CameraDraftTests
{
    private static readonly CameraDefinition Before = new(
        "yard",
        "Yard",
        new StreamSource(new Uri("rtsp://yard/main"), "ann", "hush", RtspTransport.Tcp),
        new StreamSource(new Uri("rtsp://recorder:8554/sub?password=hidden"), "bob", "quiet", RtspTransport.Tcp)
    )
    {
        Origin = CameraOrigin.Page,
    };

    [Theory]
    [InlineData("rtsp://yard/main", null, "ann:hush", null)]
    [InlineData("rtsp://yard:554/other", null, "ann:hush", null)]
    [InlineData("rtsp://yard/main", "rtsp://yard/sub", "ann:hush", "ann:hush")]
    [InlineData("rtsp://recorder:8554/main", "rtsp://yard/sub", "bob:quiet", "ann:hush")]
    [InlineData("rtsp://carl:new@elsewhere/main", null, "carl:new", null)]
    public void A_password_stays_with_the_server_it_was_typed_for(string url, string? subUrl, string main, string? sub)
    {
        var (camera, _) = Check(Typed("Yard", url, subUrl: subUrl));

        Assert.Equal(main, UserOf(camera!.Main));
        Assert.Equal(sub, camera.Sub is null ? null : UserOf(camera.Sub));
    }

    [Theory]
    [InlineData("rtsp://elsewhere/main", null, null)]
    [InlineData("rtsp://yard:555/main", null, null)]
    [InlineData("rtsps://yard/main", null, null)]
    [InlineData("rtsp://yard/main", "rtsp://elsewhere/sub", null)]
    [InlineData("rtsp://elsewhere/main", null, "carl")]
    [InlineData("rtsp://yard/main", "rtsp://elsewhere/sub", "carl")]
    [InlineData("rtsp://yard/main", "rtsp://recorder:8554/sub", "carl")]
    public void To_another_server_it_must_be_typed_again(string url, string? subUrl, string? username)
    {
        var (camera, errors) = Check(Typed("Yard", url, username, subUrl: subUrl));

        Assert.Null(camera);
        var (field, sentences) = Assert.Single(errors);
        Assert.Equal("password", field);
        Assert.StartsWith("The address leads to another server", Assert.Single(sentences));
        Assert.NotNull(Check(Typed("Yard", url, "carl", "typed", subUrl)).Camera);
        Assert.NotNull(Check(Typed("Yard", url, "", subUrl: subUrl)).Camera);
    }

    [Fact]
    public void User_and_password_can_be_changed_one_by_one_and_forgotten()
    {
        Assert.Equal("carl:hush", UserOf(Check(Typed("Yard", "rtsp://yard/main", "carl")).Camera!.Main));
        Assert.Equal("ann:new", UserOf(Check(Typed("Yard", "rtsp://yard/main", null, "new")).Camera!.Main));
        Assert.Equal(":", UserOf(Check(Typed("Yard", "rtsp://yard/main", "")).Camera!.Main));
    }

    [Fact]
    public void An_address_that_is_shown_in_part_stays_whole_when_it_comes_back_so()
    {
        var shown = Before.Sub!.ToString();
        Assert.Equal("rtsp://recorder:8554/sub?password=***", shown);

        Assert.Equal(Before.Sub, Check(Typed("Yard", "rtsp://yard/main", subUrl: shown)).Camera!.Sub);
        Assert.Equal("subUrl", Check(Typed("Yard", "rtsp://yard/main", subUrl: $"{shown}&x")).Errors.Single().Key);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_by_field_and_shows_no_value()
    {
        var draft = new CameraDraft(
            new CameraSettings("Ya\u0001rd", "http://hush@yard/", "rtsp://", null, "hush", "pigeon", null),
            before: null
        );

        Assert.Null(draft.Check(id: null, taken: []));

        Assert.Equal(["name", "password", "subUrl", "transport", "url"], draft.Errors.Keys.Order());
        Assert.Equal("Must be tcp or udp.", Assert.Single(draft.Errors["transport"]));
        Assert.DoesNotContain(draft.Errors.Values.SelectMany(errors => errors), error => error.Contains("hush"));
    }

    private static (CameraDefinition? Camera, IReadOnlyDictionary<string, string[]> Errors) Check(CameraSettings typed)
    {
        var draft = new CameraDraft(typed, new StoredCamera("yard", Record: null, Before, Error: null));
        return (draft.Check("yard", taken: []), draft.Errors);
    }

    private static string UserOf(StreamSource source) => $"{source.Username}:{source.Password}";
}
