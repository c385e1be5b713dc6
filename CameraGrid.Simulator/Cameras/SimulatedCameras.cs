using CameraGrid.Simulator.Clips;
using Microsoft.Extensions.Options;

namespace CameraGrid.Simulator.Cameras;

/// <summary>All cameras the simulator offers.</summary>
public sealed class SimulatedCameras
{
    private const int BenchCameras = 16;
    private readonly Dictionary<string, SimulatedStream> _streams = new(StringComparer.Ordinal);

    internal SimulatedCameras(IOptions<SimulatorOptions> options, TimeProvider time)
    {
        var start = CameraClock.ReadBoth(time);
        List =
        [
            .. Scenes
                .Grid.Take(options.Value.Cameras)
                .Select(
                    (scene, i) =>
                        Create(
                            $"cam{i + 1}",
                            scene.Name,
                            Scenes.Recipe($"cam{i + 1}", scene.Picture, scene.Audio),
                            Phase(i)
                        )
                ),
        ];
        Clock = Create("clock", "Clock", Scenes.Clock, TimeSpan.Zero);
        Bench =
        [
            .. Enumerable
                .Range(1, BenchCameras)
                .Select(n => Create($"bench{n}", $"Bench {n}", Scenes.Bench, Phase(n - 1))),
        ];
        Light =
        [
            .. Enumerable
                .Range(1, options.Value.LightCameras)
                .Select(n => Create($"light{n}", $"Light {n}", Scenes.Light, LightPhase(n - 1))),
        ];
        Variants =
        [
            .. Scenes.Variants.Select(variant => Create(variant.Id, variant.Id, variant.Recipe, TimeSpan.Zero)),
        ];

        SimulatedCamera Create(string id, string name, ClipRecipe recipe, TimeSpan phase)
        {
            var camera = new SimulatedCamera(id, name, recipe, new CameraClock(time, start, phase));
            _streams.Add(camera.MainPath, new SimulatedStream(camera, IsSub: false));
            if (camera.SubPath is { } sub)
            {
                _streams.Add(sub, new SimulatedStream(camera, IsSub: true));
            }

            return camera;
        }
    }

    /// <summary>The cameras of the grid, up to sixteen: <c>cam1</c>, <c>cam2</c> …</summary>
    public IReadOnlyList<SimulatedCamera> List { get; }

    /// <summary>The camera whose picture shows the numbers of its frames.</summary>
    public SimulatedCamera Clock { get; }

    /// <summary>1920x1080 at 4 Mbit/s, all of the same clip: <c>bench1</c> … <c>bench16</c>.</summary>
    public IReadOnlyList<SimulatedCamera> Bench { get; }

    /// <summary>640x360 at 15 fps and 500 kbit/s, all of the same clip: <c>light1</c>, <c>light2</c> …</summary>
    public IReadOnlyList<SimulatedCamera> Light { get; }

    /// <summary>Other codecs, sizes and sounds, one camera each: <c>h265</c>, <c>mjpeg</c>, <c>bframes</c> …</summary>
    public IReadOnlyList<SimulatedCamera> Variants { get; }

    /// <summary>All streams of all cameras.</summary>
    internal IReadOnlyCollection<SimulatedStream> Streams => _streams.Values;

    /// <summary>The stream of a path such as <c>/cam1/main</c>, or null.</summary>
    internal SimulatedStream? Find(string path) => _streams.GetValueOrDefault(path);

    // Cameras are not in step with each other; neither are these, which also spreads the work.
    private static TimeSpan Phase(int index) =>
        TimeSpan.FromSeconds(1) / ClipRecipe.UsualFrameRate * index / BenchCameras;

    // Steps of the golden ratio spread any number of them evenly.
    private static TimeSpan LightPhase(int index) =>
        TimeSpan.FromSeconds(1) / Scenes.Light.FrameRate * (index * 0.618_033_988_75 % 1);
}

/// <summary>One stream of a camera.</summary>
internal sealed record SimulatedStream(SimulatedCamera Camera, bool IsSub)
{
    /// <summary>The last part of its path.</summary>
    public string Name => IsSub ? "sub" : "main";

    public async Task<Clip> ClipAsync(ClipStore clips, CancellationToken cancellationToken)
    {
        var outputs = await clips.GetAsync(Camera.Recipe, cancellationToken);
        return IsSub ? outputs.Sub! : outputs.Main;
    }
}
