using CameraGrid.Cameras;
using CameraGrid.Standalone;
using CameraGrid.Tests.Support;
using Microsoft.Playwright;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>One product for all tests of this folder, and none beside them: they measure time on what all would share.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedProduct : ICollectionFixture<Product>
{
    public const string Name = "The whole product";
}

/// <summary>
/// The standalone program over simulated cameras, and a browser. The cameras: <see cref="Sixteen"/> and <c>clock</c>, live
/// before the first test; <c>gone</c>, which never answers; and <c>porch</c>, which is <see cref="Porch"/>.
/// </summary>
public sealed class Product : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("camgrid-end-to-end-");
    private StandaloneHost? _host;
    private TestSimulator? _simulator;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ProductService? _gateway;
    private ProductService? _transcoder;

    /// <summary>The ids of the sixteen cameras of the grid.</summary>
    internal static IReadOnlyList<string> Sixteen { get; } = [.. Enumerable.Range(1, 16).Select(n => $"cam{n}")];

    /// <summary>User and password of cam2, which asks for them, and of the camera that is gone.</summary>
    internal static (string User, string Password) Credentials => ("grid-viewer", "p@ss:w/o%r#d");

    internal TestSimulator Simulator => _simulator!;

    internal PluggableCamera Porch { get; } = new();

    internal OwnFfmpeg Ffmpeg { get; } = new();

    internal ProductService Gateway => _gateway!;

    internal ProductService Transcoder => _transcoder!;

    /// <summary>Where the grid answers.</summary>
    internal Uri Address => _host!.Address;

    /// <summary>What the server says of its cameras.</summary>
    internal CameraStates Cameras { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.True(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "dist", "index.html")),
            "The page is missing: run \"npm ci\" and \"npm run build\" in CameraGrid.Frontend, then build the tests again."
        );
        Assertions.SetDefaultExpectTimeout((float)GridPage.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        _simulator = await TestSimulator.StartAsync(
            "Protected:0:Prefix=/cam2/",
            "Protected:0:Authentication=digest-md5",
            $"Protected:0:Username={Credentials.User}",
            $"Protected:0:Password={Credentials.Password}"
        );
        var token = TestContext.Current.CancellationToken;
        // The very first run encodes them, which takes longer than any camera is waited for.
        var seen = Simulator.Cameras.List.Append(Simulator.Cameras.Clock);
        await Task.WhenAll(seen.Select(camera => Simulator.Clips.GetAsync(camera.Recipe, token)));
        _host = await StandaloneHost.StartAsync([.. Arguments()], token);
        _gateway = ProductService.Gateway(_host);
        _transcoder = ProductService.Transcoder(_host);
        Cameras = new CameraStates(_host.Address);
        await Cameras.AllLiveAsync([.. Sixteen, "clock"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Cameras?.Dispose();
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_transcoder?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Porch.DisposeAsync();
        await (_simulator?.DisposeAsync() ?? ValueTask.CompletedTask);
        Ffmpeg.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>Kills every FFmpeg, and waits until those of the sixteen were started again and their pictures are live.</summary>
    internal async Task KillFfmpegsAsync()
    {
        var before = await Cameras.RestartsAsync(Sixteen);
        foreach (var (process, _) in Ffmpeg.Running())
        {
            process.Kill();
        }

        await Cameras.UntilAsync(Sixteen, (name, stream) => stream.Restarts > before[name]);
        await Cameras.AllLiveAsync(Sixteen);
    }

    /// <summary>Opens the grid in a browser window of its own.</summary>
    /// <param name="query">As the page's address takes it, such as <c>?cameras=cam1,cam2</c>.</param>
    /// <param name="prepare">Called before the page is loaded.</param>
    /// <param name="line">What lies between; nothing where null.</param>
    internal async Task<GridPage> OpenAsync(string query, Func<IPage, Task>? prepare = null, TestLine? line = null)
    {
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = (line?.Address ?? Address).AbsoluteUri,
                ViewportSize = new ViewportSize { Width = 1600, Height = 900 },
            }
        );
        var page = new GridPage(context, await context.NewPageAsync());
        await (prepare?.Invoke(page.Page) ?? Task.CompletedTask);
        await page.Page.GotoAsync($"/{query}");
        return page;
    }

    private IEnumerable<string> Arguments()
    {
        var (user, password) = Credentials;
        return
        [
            "--CAMGRID_URL=http://127.0.0.1:0",
            $"--CAMGRID_DATA={_data.FullName}",
            "--Logging:LogLevel:Default=Error",
            $"--Transcoder:Ffmpeg={Ffmpeg.Path}",
            // As if someone had configured them: beside other cameras, the simulated ones would not stand in.
            .. ServiceArguments
                .Cameras(Simulator.Cameras, Simulator.Rtsp)
                .Select(argument =>
                    argument.Replace($"{CameraCatalog.FallbackSection}:", "", StringComparison.Ordinal)
                ),
            $"--CAMERA_2_USERNAME={user}",
            $"--CAMERA_2_PASSWORD={password}",
            "--CAMERA_17_ID=clock",
            $"--CAMERA_17_URL={Simulator.UrlOf("/clock/main")}",
            $"--CAMERA_17_SUB_URL={Simulator.UrlOf("/clock/sub")}",
            "--CAMERA_18_NAME=Gone",
            $"--CAMERA_18_URL=rtsp://{user}:{Uri.EscapeDataString(password)}@127.0.0.1:1/gone",
            "--CAMERA_19_NAME=Porch",
            $"--CAMERA_19_URL={Porch.Url}",
        ];
    }
}
