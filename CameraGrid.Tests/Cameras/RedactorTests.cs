using System.Text;
using CameraGrid.Cameras;

namespace CameraGrid.Tests.Cameras;

public sealed class RedactorTests
{
    private static readonly Uri Url = new("rtsp://cam.local:554/stream");

    [Theory]
    // As it is, encoded in whole, in part, twice, in both letter cases, with backslashes, as JSON or a script writes it.
    [InlineData("p@ss/w0rd#ü", "p@ss/w0rd#ü")]
    [InlineData("p@ss/w0rd#ü", "p%40ss%2Fw0rd%23%C3%BC")]
    [InlineData("p@ss/w0rd#ü", "p%40ss%2fw0rd%23%c3%bc")]
    [InlineData("p@ss/w0rd#ü", "p%40ss/w0rd%23ü")]
    [InlineData("p@ss/w0rd#ü", "%70%40%73s/w0rd%23ü")]
    [InlineData("p@ss/w0rd#ü", "p%2540ss%252Fw0rd%2523%25C3%25BC")]
    [InlineData("p@ss/w0rd#ü", @"p\@ss\/w0rd\#ü")]
    [InlineData("two words", "two+words")]
    [InlineData("two words", "two%20words")]
    [InlineData("a%41b-long", "aAb-long")]
    [InlineData("(.*)+[x]$^", "(.*)+[x]$^")]
    [InlineData("secret'quote", @"secret\'quote")]
    [InlineData("secret'quote", @"secret'\''quote")]
    public void A_known_password_goes_in_every_spelling(string password, string spelling)
    {
        var redactor = new Redactor([new StreamSource(Url, null, password, RtspTransport.Tcp)]);

        Assert.Equal("x***y", redactor.Redact($"x{spelling}y"));
    }

    [Fact]
    public void A_changed_password_goes_at_once_and_the_former_one_still_does()
    {
        var catalog = new CameraCatalog([Camera("first-hush")]);
        var redactor = new Redactor(catalog);

        catalog.Replace(new CameraSet([Camera("second-hush")]));

        Assert.Equal("*** ***", redactor.Redact("first-hush second-hush"));

        static CameraDefinition Camera(string password) =>
            new("yard", "Yard", new StreamSource(Url, "viewer", password, RtspTransport.Tcp), null);
    }

    [Fact]
    public void A_known_user_goes_where_it_stands_alone_and_so_does_a_short_password()
    {
        var redactor = new Redactor([new StreamSource(Url, "root", "1", RtspTransport.Tcp)]);

        Assert.Equal("user *** with *** got 401, not rooted", redactor.Redact("user root with 1 got 401, not rooted"));
    }

    [Fact]
    public void Basic_credentials_go_as_a_header_carries_them()
    {
        var redactor = new Redactor([new StreamSource(Url, "root", "pass word", RtspTransport.Tcp)]);
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes("root:pass word"));

        Assert.Equal("sent ***.", redactor.Redact($"sent {basic}."));
    }

    [Fact]
    public void A_password_that_begins_another_leaves_nothing_of_it()
    {
        var redactor = new Redactor([
            new StreamSource(Url, null, "secret", RtspTransport.Tcp),
            new StreamSource(Url, null, "secret-long", RtspTransport.Tcp),
        ]);

        Assert.Equal("***, ***", redactor.Redact("secret-long, secret"));
    }

    [Theory]
    [InlineData("rtsp://u:p@host/x", "rtsp://***@host/x")]
    [InlineData("rtsp://u@host/x", "rtsp://***@host/x")]
    [InlineData("open 'rtsp://u:a@b@host:554/x' failed", "open 'rtsp://***@host:554/x' failed")]
    [InlineData("rtsp://u:a/b?c#d@host/x", "rtsp://***@host/x")]
    [InlineData("rtsp://u:p@one/,rtsp://v:q@two/", "rtsp://***@one/,rtsp://***@two/")]
    [InlineData("rtsp://host/x and me@example.org", "rtsp://host/x and me@example.org")]
    [InlineData("http://h/cgi?user=admin&password=hush&channel=1", "http://h/cgi?user=***&password=***&channel=1")]
    [InlineData("rtsp://h/user=admin&pwd=hush", "rtsp://h/user=***&pwd=***")]
    [InlineData("Authorization: Basic cm9vdA==", "Authorization: Basic ***")]
    [InlineData("authorization: Digest username=\"u\", response=\"1\"\nCSeq: 2", "authorization: Digest ***\nCSeq: 2")]
    public void Unknown_credentials_go_by_their_place(string text, string expected)
    {
        Assert.Equal(expected, new Redactor([]).Redact(text));
    }

    [Theory]
    [InlineData("[rtsp @ 0x5581] method DESCRIBE failed: 401 Unauthorized")]
    [InlineData("pipe:0: Connection refused")]
    [InlineData("")]
    public void Text_without_credentials_stays(string text)
    {
        Assert.Equal(
            text,
            new Redactor([new StreamSource(Url, "viewer", "hush-hush", RtspTransport.Tcp)]).Redact(text)
        );
    }

    [Fact]
    public void The_text_of_a_source_or_a_camera_shows_neither_user_nor_password()
    {
        var source = new StreamSource(new Uri("rtsp://h/x?user=hush&password=hush"), "hush", "hush", RtspTransport.Tcp);

        Assert.Equal("rtsp://h/x?user=***&password=***", source.ToString());
        Assert.DoesNotContain(
            "hush",
            new CameraDefinition("id", "Name", source, source).ToString(),
            StringComparison.Ordinal
        );
    }
}
