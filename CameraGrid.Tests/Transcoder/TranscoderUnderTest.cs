using System.Diagnostics;
using CameraGrid.Cameras;
using CameraGrid.Standalone.Store;
using CameraGrid.Tests.Support;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace CameraGrid.Tests.Transcoder;

/// <summary>A transcoder over simulated cameras and a store of its own, all in this process.</summary>
internal sealed class TranscoderUnderTest : IAsyncDisposable
{
    private readonly EmbeddedStore _store = EmbeddedStore.Start(folder: null);
    private readonly OwnFfmpeg _ffmpeg = new();
    private TestSimulator? _simulator;
    private WebApplication? _app;

    public HttpClient Client { get; private set; } = null!;

    /// <summary>The cameras it pulls.</summary>
    public TestSimulator Simulator => _simulator!;

    /// <summary>Every log line written so far, exceptions included.</summary>
    public string Logged
    {
        get
        {
            var records = _app!.Services.GetFakeLogCollector().GetSnapshot();
            return string.Join('\n', records.Select(record => $"{record.Message} {record.Exception}"));
        }
    }

    private HealthStore Health => _app!.Services.GetRequiredService<HealthStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="paths">The simulator's path of each camera; the camera is named like the path: "/cam1" is "cam1".</param>
    /// <param name="simulatorSettings">As <see cref="TestSimulator.StartAsync"/> takes them.</param>
    /// <param name="args">More configuration of the transcoder.</param>
    public static async Task<TranscoderUnderTest> StartAsync(
        IReadOnlyList<string> paths,
        IReadOnlyList<string>? simulatorSettings = null,
        IReadOnlyList<string>? args = null
    ) =>
        await StartAsync(
            await TestSimulator.StartAsync([.. simulatorSettings ?? []]),
            simulator => [.. paths.SelectMany((path, i) => Camera(simulator, i + 1, path)), .. args ?? []]
        );

    /// <param name="simulator">Where the cameras are; it ends with the result.</param>
    /// <param name="args">The transcoder's configuration, its cameras above all.</param>
    public static async Task<TranscoderUnderTest> StartAsync(
        TestSimulator simulator,
        Func<TestSimulator, IEnumerable<string>> args
    )
    {
        var test = new TranscoderUnderTest { _simulator = simulator };
        test._app = TranscoderService.Build(
            [
                "--urls=http://127.0.0.1:0",
                $"--ConnectionStrings:redis={test._store.ConnectionString}",
                $"--Transcoder:Ffmpeg={test._ffmpeg.Path}",
                "--Logging:LogLevel:CameraGrid=Debug",
                .. args(simulator),
            ],
            services => services.AddLogging(logging => logging.ClearProviders().AddFakeLogging())
        );
        await test._app.StartAsync(Token);
        test.Client = new HttpClient { BaseAddress = new Uri(test._app.Urls.First()) };
        return test;
    }

    /// <summary>Waits until a stream's record says what is asked for.</summary>
    public async Task<StreamHealth> HealthAsync(string camera, Func<StreamHealth, bool> says)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var key = new StreamKey(camera, StreamName.Main);
        while (true)
        {
            try
            {
                if (await Health.ReadAsync(key, limit.Token) is { } health && says(health))
                {
                    return health;
                }
            }
            catch (StoreUnavailableException)
            {
                // On a busy machine the store takes longer to start than a call waits.
            }

            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>A camera's record; null where there is none.</summary>
    public Task<StreamHealth?> FindHealthAsync(string camera) =>
        Health.ReadAsync(new StreamKey(camera, StreamName.Main), Token);

    /// <summary>The ring of a camera.</summary>
    public LiveStream Ring(string camera) =>
        _app!.Services.GetRequiredService<LiveStreams>().TryFind(new StreamKey(camera, StreamName.Main), out var ring)
            ? ring
            : throw new ArgumentException($"There is no camera {camera}.", nameof(camera));

    public Task<StreamHealth> LiveAsync(string camera) =>
        HealthAsync(camera, health => health.State == StreamState.Live);

    /// <summary>
    /// Waits until a stream is live and its pictures follow each other. One that ends behind its first picture would not be
    /// taken for stalled, but for slow.
    /// </summary>
    public async Task FlowsAsync(string camera)
    {
        await LiveAsync(camera);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var cursor = Ring(camera).OpenCursor(new CursorOptions(CursorStart.LastKey, null), limit.Token);
        var pictures = 0;
        while (pictures < 3 && await cursor.WaitAsync())
        {
            while (cursor.TryRead(out var lease))
            {
                using (lease)
                {
                    pictures += lease.Frame.Track == TrackKind.Video ? 1 : 0;
                }
            }
        }

        limit.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The processes of FFmpeg that this transcoder runs now, with their argument lists.</summary>
    public IReadOnlyList<FfmpegProcess> Ffmpegs() => _ffmpeg.Running();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app!.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _simulator!.DisposeAsync();
        await _store.DisposeAsync();
        _ffmpeg.Dispose();
    }

    private static IEnumerable<string> Camera(TestSimulator simulator, int number, string path)
    {
        yield return $"--CAMERA_{number}_NAME={path.Trim('/')}";
        yield return $"--CAMERA_{number}_URL={simulator.UrlOf($"{path}/main")}";
    }
}
