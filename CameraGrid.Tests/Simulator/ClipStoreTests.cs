using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Simulator;

public sealed class ClipStoreTests
{
    [Fact]
    public async Task Bench_streams_really_have_four_megabits_a_second()
    {
        await using var simulator = await TestSimulator.StartAsync();

        var clip = await simulator.Clips.GetAsync(Scenes.Bench, TestContext.Current.CancellationToken);

        var bits = Sizes(clip.Main.Video).Sum() * 8.0 / (clip.Main.Video.FrameCount / Scenes.Bench.FrameRate);
        Assert.InRange(bits, 3_800_000, 4_200_000);
    }

    [Fact]
    public async Task A_long_group_of_pictures_has_a_keyframe_each_ten_seconds()
    {
        await using var simulator = await TestSimulator.StartAsync();
        var recipe = Scenes.Variants.Single(variant => variant.Id == "gop10").Recipe;

        var track = (await simulator.Clips.GetAsync(recipe, TestContext.Current.CancellationToken)).Main.Video;

        Assert.Equal([0, 250], Enumerable.Range(0, track.FrameCount).Where(i => track[i].IsKey));
    }

    [Fact]
    public async Task Two_simulators_share_a_clip_that_an_earlier_one_left_half_done()
    {
        var cache = Directory.CreateTempSubdirectory("camgrid-clips-");
        try
        {
            var recipe = Scenes.Variants.Single(variant => variant.Id == "alaw").Recipe;
            var partial = Directory.CreateDirectory(
                Path.Combine(cache.FullName, $"{ClipArguments.CacheKey(recipe)}.partial")
            );
            await File.WriteAllBytesAsync(
                Path.Combine(partial.FullName, ClipArguments.MainFile),
                new byte[100],
                TestContext.Current.CancellationToken
            );
            await using var first = await TestSimulator.StartAsync($"Cache={cache.FullName}");
            await using var second = await TestSimulator.StartAsync($"Cache={cache.FullName}");

            var clips = await Task.WhenAll(
                first.Clips.GetAsync(recipe, TestContext.Current.CancellationToken),
                second.Clips.GetAsync(recipe, TestContext.Current.CancellationToken)
            );

            Assert.Equal(Sizes(clips[0].Main.Video), Sizes(clips[1].Main.Video));
            Assert.Single(cache.GetDirectories());
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_ffmpeg_a_camera_is_not_available_and_the_server_lives()
    {
        var cache = Directory.CreateTempSubdirectory("camgrid-clips-");
        try
        {
            await using var simulator = await TestSimulator.StartAsync(
                $"Cache={cache.FullName}",
                "Ffmpeg=/nowhere/ffmpeg"
            );
            await using var client = await RtspTestClient.ConnectAsync(simulator.Rtsp.Port);

            Assert.Equal(503, (await client.RequestAsync("DESCRIBE", simulator.UrlOf("/cam1/main"))).Status);
            Assert.Equal(503, (await client.RequestAsync("DESCRIBE", simulator.UrlOf("/cam1/main"))).Status);
            Assert.Equal(200, (await client.RequestAsync("OPTIONS", "*")).Status);
        }
        finally
        {
            cache.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_changed_recipe_is_another_clip()
    {
        var recipe = Scenes.Recipe("cam1", "testsrc=size=640x360:rate=25");

        Assert.Equal(ClipArguments.CacheKey(recipe), ClipArguments.CacheKey(recipe with { }));
        Assert.NotEqual(ClipArguments.CacheKey(recipe), ClipArguments.CacheKey(recipe with { FrameCount = 50 }));
    }

    [Fact]
    public void The_command_line_of_a_clip_is_this()
    {
        var recipe = Scenes.Recipe("cam1", "testsrc=size=640x360:rate=25", AudioCodec.Aac);

        Assert.Equal(
            """
            -hide_banner -nostdin -loglevel error -y
            -filter_complex testsrc=size=640x360:rate=25,trim=end_frame=100,split[a][b];[a]scale=1280:720:flags=fast_bilinear,format=yuv420p[main];[b]scale=640:360:flags=fast_bilinear,format=yuv420p[sub];sine=frequency=220:beep_factor=4:sample_rate=16000:duration=9,volume=0.3,asplit[mainsound][subsound]
            -map [main] -c:v libx264 -preset ultrafast -x264-params open-gop=0:scenecut=0 -g 25 -keyint_min 25 -bf 0 -b:v 1200000 -maxrate 1500000 -bufsize 1200000 -bsf:v dump_extra=freq=keyframe
            -map [mainsound] -c:a aac -b:a 32k -f nut main.nut
            -map [sub] -c:v libx264 -preset ultrafast -x264-params open-gop=0:scenecut=0 -g 25 -keyint_min 25 -bf 0 -b:v 400000 -maxrate 500000 -bufsize 400000 -bsf:v dump_extra=freq=keyframe
            -map [subsound] -c:a aac -b:a 32k -f nut sub.nut
            """.ReplaceLineEndings(" "),
            string.Join(' ', ClipArguments.Build(recipe))
        );
    }

    private static IEnumerable<int> Sizes(ClipTrack track) =>
        Enumerable.Range(0, track.FrameCount).Select(i => track[i].Size);
}
