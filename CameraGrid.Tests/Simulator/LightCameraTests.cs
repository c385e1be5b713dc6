using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Clips;
using CameraGrid.Tests.Support;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Simulator;

/// <summary>Cameras of another frame rate than the usual one, as many as are asked for.</summary>
public sealed class LightCameraTests
{
    [Fact]
    public async Task They_have_fifteen_frames_and_half_a_megabit_a_second()
    {
        await using var simulator = await TestSimulator.StartAsync();

        var clip = (await simulator.Clips.GetAsync(Scenes.Light, TestContext.Current.CancellationToken)).Main;

        var video = clip.Video;
        var bits = Enumerable.Range(0, video.FrameCount).Sum(i => video[i].Size) * 8.0;
        Assert.Equal(15, video.FrameRate);
        Assert.Equal(TimeSpan.FromSeconds(2), video.Due(30));
        Assert.Equal(TimeSpan.FromSeconds(4), video.Due(60));
        Assert.Equal([0, 15, 30, 45], Enumerable.Range(0, video.FrameCount).Where(i => video[i].IsKey));
        Assert.InRange(bits / 4, 470_000, 530_000);
        var description = ClipDescription.Create("light1", clip, withParameterSets: true);
        Assert.Equal("15", description.Media[0].Attributes.Single(line => line.Name == "framerate").Value);
    }

    [Fact]
    public async Task Ffmpeg_plays_the_last_of_them_at_that_rate()
    {
        await using var simulator = await TestSimulator.StartAsync("LightCameras=40");

        var decoded = await RtspClients.DecodeAsync("tcp", simulator.UrlOf("/light40/main"), 30);

        Assert.Empty(decoded.Errors);
        // FFmpeg's client gives the first two the same time, of any camera.
        var times = decoded.Timestamps.Skip(1).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(1.0 / 15, pair.Second - pair.First, 0.001));
        Assert.Null(simulator.Cameras.Find("/light41/main"));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(100)]
    public void Any_number_of_them_is_spread_over_the_interval_of_a_frame(int count)
    {
        var cameras = Light(count);
        var phases = cameras.Select(camera => camera.Epoch - cameras[0].Epoch).Order().ToList();
        var gaps = phases.Skip(1).Append(cameras[0].FrameInterval).Zip(phases, (next, phase) => next - phase);

        // Evenly would be one part each.
        Assert.InRange(gaps.Max() / cameras[0].FrameInterval * count, 1, 3);
    }

    [Fact]
    public void Too_many_are_refused() =>
        Assert.Equal(
            ["Simulator:LightCameras must be between 0 and 1000."],
            new SimulatorOptions { LightCameras = 1001 }.Validate()
        );

    private static IReadOnlyList<SimulatedCamera> Light(int count) =>
        new SimulatedCameras(Options.Create(new SimulatorOptions { LightCameras = count }), TimeProvider.System).Light;
}
