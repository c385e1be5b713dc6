using System.Net;
using CameraGrid.Frontend;
using Microsoft.AspNetCore.Builder;

namespace CameraGrid.Tests.Frontend;

public sealed class FrontendServiceTests : IAsyncLifetime
{
    private readonly string _dist = Directory.CreateTempSubdirectory("cameragrid-dist-").FullName;
    private WebApplication? _app;
    private HttpClient? _client;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private HttpClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _app = FrontendService.Build(["--urls=http://127.0.0.1:0", $"--Frontend:Dist={_dist}"]);
        await _app.StartAsync(Cancelled);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        Directory.Delete(_dist, recursive: true);
    }

    [Theory]
    [InlineData("/", "grid")]
    [InlineData("/index.html", "grid")]
    [InlineData("/status", "grid")]
    [InlineData("/login", "sign-in")]
    [InlineData("/enter", "sign-in")]
    [InlineData("/cameras", "cameras")]
    [InlineData("/accounts", "accounts")]
    public async Task Every_address_of_a_page_is_the_page_and_asked_for_again_each_time(string address, string page)
    {
        Write("index.html", "<title>grid</title>");
        Write("login.html", "<title>sign-in</title>");
        Write("cameras.html", "<title>cameras</title>");
        Write("accounts.html", "<title>accounts</title>");

        using var response = await Client.GetAsync(new Uri(address, UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"<title>{page}</title>", await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
        Assert.Contains("script-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task An_asset_is_kept_for_ever()
    {
        Write("assets/index-abc.js", "let a;");

        using var response = await Client.GetAsync(new Uri("/assets/index-abc.js", UriKind.Relative), Cancelled);

        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Theory]
    [InlineData("br, gzip", "br", "small")]
    [InlineData("gzip", "gzip", "medium")]
    [InlineData("br;q=0, gzip", "gzip", "medium")]
    [InlineData("", null, "large")]
    public async Task An_asset_is_sent_in_the_smallest_encoding_that_the_client_takes(
        string accepts,
        string? encoding,
        string body
    )
    {
        Write("assets/index-abc.js", "large");
        Write("assets/index-abc.js.gz", "medium");
        Write("assets/index-abc.js.br", "small");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-abc.js");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepts);

        using var response = await Client.SendAsync(request, Cancelled);

        Assert.Equal(body, await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
    }

    [Fact]
    public async Task An_unchanged_page_is_not_sent_twice()
    {
        Write("index.html", "<title>grid</title>");
        using var first = await Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.IfNoneMatch.Add(
            first.Headers.ETag ?? throw new InvalidOperationException("The page came without a tag.")
        );

        using var second = await Client.SendAsync(request, Cancelled);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/assets/gone-abc.js")]
    [InlineData("/assets/index-abc.js.br")]
    [InlineData("/..%2f..%2fetc%2fhostname.txt")]
    public async Task What_is_no_file_of_the_page_is_not_found(string address)
    {
        Write("index.html", "<title>grid</title>");
        Write("assets/index-abc.js", "large");
        Write("assets/index-abc.js.br", "small");

        using var response = await Client.GetAsync(new Uri(address, UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Without_a_built_page_the_answer_says_how_to_build_it()
    {
        using var response = await Client.GetAsync(new Uri("/", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("./camgrid up", await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_says_that_it_is_alive()
    {
        using var response = await Client.GetAsync(new Uri("/alive", UriKind.Relative), Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(_dist, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
