using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CameraGrid.Tests.Support;
using Microsoft.AspNetCore.Mvc;

namespace CameraGrid.Tests.Transcoder.Hls;

public sealed partial class HlsEndpointsTests(LiveCamera camera) : IClassFixture<LiveCamera>
{
    private const string Base = "/live/cam1/main";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blocking_reload_answers_with_the_part_that_was_asked_for()
    {
        var (sequence, part) = Hint(await PlaylistAsync(""));

        var reloaded = await PlaylistAsync($"?_HLS_msn={sequence}&_HLS_part={part}");

        // A segment may end before the part that was hinted at; the next one's first part takes its place.
        Assert.Matches($"URI=\"s({sequence}\\.{part}|{sequence + 1}\\.0)\\.m4s\"", PartsOf(reloaded));
    }

    [Fact]
    public async Task A_blocking_reload_for_a_segment_answers_when_it_is_complete()
    {
        var (sequence, _) = Hint(await PlaylistAsync(""));

        var reloaded = await PlaylistAsync($"?_HLS_msn={sequence}");

        Assert.Contains($"\ns{sequence}.m4s\n", reloaded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_part_hinted_at_is_sent_when_it_is_there()
    {
        var (sequence, part) = Hint(await PlaylistAsync(""));

        using var response = await camera.Client.GetAsync($"{Base}/s{sequence}.{part}.m4s", Token);

        // Five parts make up a segment here; what was hinted at behind the fifth never comes.
        Assert.Equal(part < 5 ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Parts_make_up_their_segment_byte_for_byte()
    {
        var (sequence, _) = Hint(await PlaylistAsync(""));
        var playlist = await PlaylistAsync($"?_HLS_msn={sequence}");
        var names = PartName()
            .Matches(playlist)
            .Select(match => match.Value)
            .Where(name => name.StartsWith($"s{sequence}."));

        var parts = new List<byte>();
        foreach (var name in names)
        {
            parts.AddRange(await camera.Client.GetByteArrayAsync($"{Base}/{name}", Token));
        }

        Assert.Equal(await camera.Client.GetByteArrayAsync($"{Base}/s{sequence}.m4s", Token), parts);
    }

    [Theory]
    [InlineData("index.m3u8?_HLS_part=1", HttpStatusCode.BadRequest)]
    [InlineData("index.m3u8?_HLS_msn=x", HttpStatusCode.BadRequest)]
    [InlineData("index.m3u8?_HLS_msn=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("s99999999999.m4s", HttpStatusCode.BadRequest)]
    [InlineData("s99999999999.0.m4s", HttpStatusCode.BadRequest)]
    [InlineData("s1.m4s", HttpStatusCode.NotFound)]
    [InlineData("s1.0.m4s", HttpStatusCode.NotFound)]
    [InlineData("init-1.mp4", HttpStatusCode.NotFound)]
    [InlineData("clip.mp4?seconds=0", HttpStatusCode.BadRequest)]
    [InlineData("clip.mp4?seconds=9999", HttpStatusCode.BadRequest)]
    [InlineData("clip.mp4?seconds=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("clip.mp4?seconds=ten", HttpStatusCode.BadRequest)]
    [InlineData("clip.mp4?seconds=", HttpStatusCode.BadRequest)]
    [InlineData("mse?audio=yes", HttpStatusCode.BadRequest)]
    [InlineData("mse", HttpStatusCode.BadRequest)]
    [InlineData("../third/index.m3u8", HttpStatusCode.NotFound)]
    [InlineData("../../nobody/main/index.m3u8", HttpStatusCode.NotFound)]
    [InlineData("../../nobody/main/snapshot.jpg", HttpStatusCode.NotFound)]
    [InlineData("../../nobody/main/mse", HttpStatusCode.NotFound)]
    [InlineData("../../away/main/index.m3u8", HttpStatusCode.ServiceUnavailable)]
    [InlineData("../../away/main/s1.m4s", HttpStatusCode.ServiceUnavailable)]
    [InlineData("../../away/main/snapshot.jpg", HttpStatusCode.ServiceUnavailable)]
    [InlineData("../../away/main/clip.mp4", HttpStatusCode.ServiceUnavailable)]
    [InlineData("../../away/main/mse", HttpStatusCode.ServiceUnavailable)]
    public async Task What_cannot_be_answered_is_said_as_a_problem(string path, HttpStatusCode status)
    {
        await PlaylistAsync("");

        using var response = await camera.Client.GetAsync($"{Base}/{path}", Token);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(Token);
        Assert.False(string.IsNullOrEmpty(problem?.Detail));
        Assert.Equal(status == HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-2147483648")]
    public async Task A_part_before_the_first_is_none(string part)
    {
        var (sequence, _) = Hint(await PlaylistAsync(""));

        using var response = await camera.Client.GetAsync($"{Base}/s{sequence}.{part}.m4s", Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Caches_may_keep_what_never_changes_and_nothing_else()
    {
        var playlist = await PlaylistAsync("");
        var (sequence, _) = Hint(playlist);
        var init = InitName().Match(playlist).Value;

        Assert.Equal("public, max-age=3600, immutable", await CacheControlAsync(init));
        Assert.Equal("public, max-age=3600, immutable", await CacheControlAsync($"s{sequence - 1}.m4s"));
        Assert.Equal("no-cache", await CacheControlAsync("index.m3u8"));
        Assert.Equal("no-store", await CacheControlAsync("snapshot.jpg"));
    }

    [Fact]
    public async Task FFmpeg_plays_it_as_any_plain_HLS_client_does()
    {
        var frames = await Tool.FfmpegAsync(
            [
                "-i",
                new Uri(camera.Client.BaseAddress!, $"{Base}/index.m3u8").AbsoluteUri,
                .. "-t 2 -f framemd5 pipe:1".Split(' '),
            ],
            Token
        );

        var lines = System.Text.Encoding.UTF8.GetString(frames).Split('\n').Count(line => line.StartsWith("0,"));
        Assert.InRange(lines, 48, 51);
    }

    [Fact]
    public async Task A_snapshot_is_a_picture_of_the_cameras_size()
    {
        var jpeg = await camera.Client.GetByteArrayAsync($"{Base}/snapshot.jpg", Token);

        var probed = await Tool.FfprobeAsync(
            ["-show_entries", "stream=codec_name,width,height", "-of", "csv=p=0", "-f", "jpeg_pipe", "pipe:0"],
            Token,
            jpeg
        );
        Assert.Equal(["mjpeg,1280,720"], probed);
    }

    private async Task<string> PlaylistAsync(string query) =>
        await camera.Client.GetStringAsync($"{Base}/index.m3u8{query}", Token);

    private async Task<string?> CacheControlAsync(string name)
    {
        using var response = await camera.Client.GetAsync($"{Base}/{name}", Token);
        return response.Headers.TryGetValues("Cache-Control", out var values) ? values.Single() : null;
    }

    private static (long Sequence, int Part) Hint(string playlist)
    {
        var hint = HintName().Match(playlist);
        return (long.Parse(hint.Groups[1].Value, null), int.Parse(hint.Groups[2].Value, null));
    }

    private static string PartsOf(string playlist) =>
        string.Join(
            '\n',
            playlist.Split('\n').Where(line => line.StartsWith("#EXT-X-PART:", StringComparison.Ordinal))
        );

    [GeneratedRegex("PRELOAD-HINT:TYPE=PART,URI=\"s([0-9]+)\\.([0-9]+)\\.m4s\"")]
    private static partial Regex HintName();

    [GeneratedRegex("s[0-9]+\\.[0-9]+\\.m4s(?=\"(,INDEPENDENT=YES)?\n#EXT(-X-PART|INF))")]
    private static partial Regex PartName();

    [GeneratedRegex("init-[0-9]+\\.mp4")]
    private static partial Regex InitName();
}
