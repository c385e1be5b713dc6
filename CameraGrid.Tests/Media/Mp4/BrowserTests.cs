using System.Text.Json;
using CameraGrid.Media.Aac;
using CameraGrid.Media.H264;
using CameraGrid.Media.Nut;
using CameraGrid.Tests.Media.Nut;
using CameraGrid.Tests.Support;
using Microsoft.Playwright;

namespace CameraGrid.Tests.Media.Mp4;

public sealed class BrowserTests
{
    /// <summary>Appends a whole movie to a SourceBuffer and plays it to its end.</summary>
    private const string Play = """
        async ([type, base64]) => {
          if (!MediaSource.isTypeSupported(type)) throw new Error('unsupported ' + type);
          const video = document.createElement('video');
          video.muted = true;
          const once = (target, name) => new Promise((resolve, reject) => {
            target.addEventListener(name, resolve, { once: true });
            video.addEventListener('error', () => reject(new Error(video.error.message)), { once: true });
          });
          const source = new MediaSource();
          video.src = URL.createObjectURL(source);
          document.body.append(video);
          await once(source, 'sourceopen');
          const buffer = source.addSourceBuffer(type);
          const appended = once(buffer, 'updateend');
          buffer.appendBuffer(Uint8Array.from(atob(base64), c => c.charCodeAt(0)));
          await appended;
          source.endOfStream();
          const ranges = video.buffered;
          const [count, start, end] = [ranges.length, ranges.start(0), ranges.end(ranges.length - 1)];
          const ended = once(video, 'ended');
          video.currentTime = start;
          video.playbackRate = 4;
          await video.play();
          await ended;
          return { width: video.videoWidth, height: video.videoHeight, ranges: count, seconds: end - start,
                   frames: video.getVideoPlaybackQuality().totalVideoFrames };
        }
        """;

    [Theory]
    [InlineData("baseline", 320, 240, 3)]
    [InlineData("b-pyramid", 322, 182, 3)]
    [InlineData("cropped", 1918, 1078, 1)]
    [InlineData("anamorphic", 768, 576, 1)]
    [InlineData("aac", 320, 240, 3)]
    public async Task Browser_plays_one_fragment_a_frame(string name, int width, int height, int seconds)
    {
        byte[] nut = await TestMedia.NutAsync(name);
        string movie = Convert.ToBase64String(TestMovie.FromNut(nut, ntpTimestamp: 0xE000_0000_8000_0000));
        string type = $"video/mp4; codecs=\"{string.Join(',', NutCollector.Read(nut).Streams.Select(CodecOf))}\"";
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await Chromium.LaunchAsync(playwright);
        IPage page = await browser.NewPageAsync();

        JsonElement played = (
            await page.EvaluateAsync(Play, new[] { type, movie })
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)
        )!.Value;

        Assert.Equal((width, height, 1), (Number(played, "width"), Number(played, "height"), Number(played, "ranges")));
        Assert.InRange(Number(played, "seconds"), seconds - 0.1, seconds + 0.15);
        Assert.True(Number(played, "frames") > 0);
    }

    private static double Number(JsonElement played, string name) => played.GetProperty(name).GetDouble();

    private static string CodecOf(NutStream stream)
    {
        if (stream.Class == NutStreamClass.Audio)
        {
            return AacConfiguration.Parse(stream.ExtraData).CodecString;
        }

        Assert.True(AvcConfiguration.TryFromAnnexB(stream.ExtraData, out AvcConfiguration? configuration));
        return configuration.CodecString;
    }
}
