using CameraGrid.Tests.Support;

namespace CameraGrid.Tests.Transcoder.Healing;

/// <summary>
/// One transcoder and a simulated camera for each thing that can be wrong. All of them go wrong at the same time, from the
/// start of the fixture on, and each test looks at one: what takes seconds takes them once.
/// </summary>
public abstract class FaultyCameras : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _ends = new(Limit);
    private readonly Dictionary<string, Task> _running = [];
    private readonly Dictionary<string, int> _most = [];
    private TranscoderUnderTest? _transcoder;
    private Task _counting = Task.CompletedTask;

    /// <summary>What the simulator is to do from the start on.</summary>
    private protected virtual IReadOnlyList<string> SimulatorSettings => [];

    /// <summary>One after the other, each for a camera of its own.</summary>
    private protected abstract IReadOnlyList<Scenario> Scenarios { get; }

    /// <summary>Waits for what is done to a camera, and for what comes of it.</summary>
    internal Task Of(string scenario) => _running[scenario];

    /// <summary>The most processes of FFmpeg that were seen at the same time, for any one stream.</summary>
    internal async Task<int> MostFfmpegsAsync()
    {
        await Task.WhenAll(_running.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _most.Values.Max();
    }

    public async ValueTask InitializeAsync()
    {
        var simulator = await TestSimulator.StartAsync(["PortPerCamera=true", .. SimulatorSettings]);
        await Task.WhenAll(
            Scenarios.Where(scenario => scenario.EncodesFirst).Select(scenario => EncodeAsync(simulator, scenario))
        );
        _transcoder = await TranscoderUnderTest.StartAsync(
            simulator,
            _ => Scenarios.SelectMany((scenario, i) => Camera(simulator, i + 1, scenario))
        );
        _counting = CountAsync(_transcoder);
        foreach (var scenario in Scenarios)
        {
            var camera = new FaultyCamera(_transcoder, scenario.Camera, _ends.Token);
            _running[scenario.Name] = RunAsync(scenario, camera);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await Task.WhenAll(_running.Values.Append(_counting)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_transcoder is not null)
        {
            await _transcoder.DisposeAsync();
        }

        _ends.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task RunAsync(Scenario scenario, FaultyCamera camera)
    {
        await camera.FlowsAsync();
        await scenario.RunAsync(camera);
    }

    // A simulated camera answers when its pictures are encoded, which takes it longer than FFmpeg waits.
    private static Task<byte[]> EncodeAsync(TestSimulator simulator, Scenario scenario) =>
        Tool.FfmpegAsync(
            ["-rtsp_transport", "tcp", "-i", Url(simulator, scenario), .. "-c copy -frames:v 1 -f null -".Split(' ')],
            TestContext.Current.CancellationToken
        );

    private static string Url(TestSimulator simulator, Scenario scenario) =>
        simulator.UrlOf($"/{scenario.Camera}/{FaultyCamera.Stream}");

    private static IEnumerable<string> Camera(TestSimulator simulator, int number, Scenario scenario)
    {
        yield return $"--CAMERA_{number}_NAME={scenario.Camera}";
        yield return $"--CAMERA_{number}_URL={Url(simulator, scenario)}";
        yield return $"--CAMERA_{number}_TRANSPORT={scenario.Transport}";
        if (scenario.Credentials is var (user, password))
        {
            yield return $"--CAMERA_{number}_USERNAME={user}";
            yield return $"--CAMERA_{number}_PASSWORD={password}";
        }
    }

    private async Task CountAsync(TranscoderUnderTest transcoder)
    {
        while (!_ends.IsCancellationRequested)
        {
            foreach (var stream in transcoder.Ffmpegs().GroupBy(found => found.Stream))
            {
                _most[stream.Key] = Math.Max(_most.GetValueOrDefault(stream.Key), stream.Count());
            }

            await Task.Delay(100, _ends.Token);
        }
    }

    /// <param name="Name">What is wrong.</param>
    /// <param name="Camera">The simulator's camera.</param>
    /// <param name="RunAsync">Begins when the camera is live and its pictures follow each other.</param>
    private protected sealed record Scenario(string Name, string Camera, Func<FaultyCamera, Task> RunAsync)
    {
        public string Transport { get; init; } = "tcp";

        /// <summary>What the camera asks for; null where it asks for nothing.</summary>
        public (string User, string Password)? Credentials { get; init; }

        /// <summary>Its pictures are not those of the other tests, and may have to be encoded.</summary>
        public bool EncodesFirst { get; init; }
    }
}
