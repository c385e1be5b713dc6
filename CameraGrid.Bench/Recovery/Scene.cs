using CameraGrid.Bench.Browser;
using CameraGrid.Bench.Harness;

namespace CameraGrid.Bench.Recovery;

/// <summary>A camera of the scene.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Port">The port it alone listens on.</param>
internal sealed record SceneCamera(string Id, int Port);

/// <summary>Sixteen simulated cameras, the product with each service in a process of its own, and its page in a browser.</summary>
internal sealed class Scene : IAsyncDisposable
{
    /// <summary>What it is, for the head of a table.</summary>
    public const string Description =
        "Source: sixteen simulated RTSP cameras (a process of its own), 640x360 H.264 at 25 fps, a keyframe a second. Redis,"
        + " transcoder, gateway and the page's host each in a process of their own; the product's own page with sixteen tiles in"
        + " headless Chromium with software rendering, opened once and never reloaded (where the line is cut, once more, through a relay).";

    private static readonly TimeSpan LiveLimit = TimeSpan.FromSeconds(60);

    private readonly Stack<IAsyncDisposable> _started = new();

    private ChromiumBrowser _browser = null!;

    private Scene() { }

    /// <summary>The cameras, each a tile of the page.</summary>
    public IReadOnlyList<SceneCamera> Cameras { get; private set; } = [];

    /// <summary>How many streams of them are pulled.</summary>
    public int Streams { get; private set; }

    /// <summary>What the cameras do.</summary>
    public SimulatorProcess Simulator { get; private set; } = null!;

    /// <summary>The product.</summary>
    public SeparateServices Services { get; private set; } = null!;

    /// <summary>Its page.</summary>
    public LivePage Page { get; private set; } = null!;

    /// <summary>The process of the browser.</summary>
    public int BrowserId => _browser.Id;

    /// <summary>Starts all and returns when every tile shows live pictures.</summary>
    /// <param name="withMain">The main streams are pulled too; else the sub streams alone.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<Scene> StartAsync(bool withMain, CancellationToken cancellationToken)
    {
        var scene = new Scene();
        try
        {
            await scene.StartAllAsync(withMain, cancellationToken);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when every tile shows a picture that is newer than now.</summary>
    /// <exception cref="BenchmarkException">One does not, in time.</exception>
    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        Services.ThrowIfEnded();
        var now = TimeProvider.System.GetUtcNow();
        await Task.WhenAll(
            Cameras.Select(async camera =>
            {
                if (await Page.NextAsync(camera.Id, now, LiveLimit, cancellationToken: cancellationToken) is null)
                {
                    var tile = await Page.DescribeAsync(camera.Id, cancellationToken);
                    throw new BenchmarkException(
                        $"{camera.Id} shows no live picture for {LiveLimit.TotalSeconds} s: {tile}."
                    );
                }
            })
        );
    }

    /// <summary>Opens the page anew at another address that leads to the same gateway.</summary>
    public async Task OpenPageAsync(Uri address, CancellationToken cancellationToken)
    {
        if (Page is not null)
        {
            await Page.DisposeAsync();
        }

        Page = await LivePage.OpenAsync(_browser, address, cancellationToken);
        await LiveAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task StartAllAsync(bool withMain, CancellationToken cancellationToken)
    {
        Simulator = Started(await SimulatorProcess.StartAsync(cancellationToken, "--Simulator:PortPerCamera=true"));
        var cameras = await Simulator.CamerasAsync(cancellationToken);
        Cameras = [.. cameras.Select(camera => new SceneCamera(camera.Id, camera.SubUrl.Port))];
        Streams = Cameras.Count * (withMain ? 2 : 1);
        _browser = Started(await ChromiumBrowser.StartAsync(cancellationToken));
        Services = Started(
            await SeparateServices.StartAsync(
                [
                    .. cameras.Select(camera =>
                        withMain
                            ? new BenchCamera(camera.Id, camera.MainUrl, camera.SubUrl)
                            : new BenchCamera(camera.Id, camera.SubUrl)
                    ),
                ],
                cancellationToken
            )
        );
        await OpenPageAsync(Services.Gateway.Address, cancellationToken);
    }

    private T Started<T>(T part)
        where T : IAsyncDisposable
    {
        _started.Push(part);
        return part;
    }
}
