using CameraGrid.Cameras;
using CameraGrid.Frontend;
using CameraGrid.Gateway;
using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using CameraGrid.Simulator.Rtsp;
using CameraGrid.Standalone.Store;
using CameraGrid.Transcoder;
using StackExchange.Redis;

namespace CameraGrid.Standalone;

/// <summary>
/// All services in one process, over loopback, with an embedded store: the same services as apart, in the same topology.
/// </summary>
public sealed class StandaloneHost : IAsyncDisposable
{
    // Every service ends its connections when told to; what does not end by then is cut off.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly RunningServices _services = new();
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DataFolder? _data;
    private EmbeddedStore? _store;
    private bool _isOpen;
    private Uri? _outside;

    private StandaloneHost() { }

    /// <summary>Where the grid answers on this machine.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The gateway.</summary>
    public WebApplication Gateway { get; private set; } = null!;

    /// <summary>The transcoder.</summary>
    public WebApplication Transcoder { get; private set; } = null!;

    /// <summary>The host of the page.</summary>
    public WebApplication Frontend { get; private set; } = null!;

    /// <summary>The simulator, where no camera is configured and none was added on the camera page; else null.</summary>
    public WebApplication? Simulator { get; private set; }

    /// <summary>What to tell whoever started it.</summary>
    public string Greeting =>
        (
            Simulator is null
                ? ""
                : "No camera is configured, so these are simulated; add yours on the page /cameras, or in .env.\n"
        )
        + (_isOpen ? "There is no account: whoever reaches this machine's port sees all cameras.\n" : "")
        + $"CameraGrid: {Address.GetLeftPart(UriPartial.Authority)}"
        + (_outside is null ? "" : $"\nOn other devices: {_outside.GetLeftPart(UriPartial.Authority)}");

    /// <summary>
    /// Starts everything and returns when the gateway answers. Keys: <c>CAMGRID_URL</c>, <c>CAMGRID_DATA</c>,
    /// <c>CAMGRID_ALLOW_REMOTE</c>, <c>CAMGRID_ADMIN_PASSWORD</c>, <c>AllowedHosts</c>, <c>CAMERA_n_*</c>, and those of all services, from <paramref name="args"/>, the environment and <c>.env</c>.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The configuration is wrong.</exception>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<StandaloneHost> StartAsync(string[] args, CancellationToken cancellationToken = default)
    {
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables().AddCommandLine(args);
        configuration.AddDotEnvFile();
        var options = StandaloneOptions.Read(configuration);
        var host = new StandaloneHost();
        try
        {
            await host.StartAsync(options, new ServiceArguments(args, options, configuration), cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends when any of the services is told to stop, as by Ctrl-C or SIGTERM.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) =>
        _stopping.Task.WaitAsync(cancellationToken);

    /// <summary>Stops all, in the reverse order of their start, within five seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.TrySetResult();
        await _services.StopAsync(StopLimit);
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        _data?.Dispose();
    }

    private async Task StartAsync(
        StandaloneOptions options,
        ServiceArguments arguments,
        CancellationToken cancellationToken
    )
    {
        // Before anything else is started, which would take a while and change the data.
        FreeAddress.Check(options.Url);
        _data = DataFolder.Open(options.Data);
        _store = EmbeddedStore.Start(_data.Store);
        var store = _store.ConnectionString;
        _data.Announce(store);
        if (options.NeedsAccount)
        {
            await StandaloneAccounts.RequireAsync(store, cancellationToken);
        }

        string[] cameras = [];
        if (!options.HasCameras && !await HasStoredCamerasAsync(store, cancellationToken))
        {
            Simulator = await RunAsync(SimulatorService.Build(arguments.Simulator), cancellationToken);
            cameras =
            [
                .. ServiceArguments.Cameras(
                    Simulator.Services.GetRequiredService<SimulatedCameras>(),
                    Simulator.Services.GetRequiredService<RtspServer>()
                ),
            ];
        }

        Frontend = await RunAsync(FrontendService.Build(arguments.Frontend), cancellationToken);
        var frontend = new Uri(Frontend.Urls.Single());
        Gateway = await RunAsync(GatewayService.Build(arguments.Gateway(store, frontend, cameras)), cancellationToken);
        var listens = new Uri(Gateway.Urls.First());
        (Address, _outside) = StandaloneOptions.IsAny(listens)
            ? (new UriBuilder(listens) { Host = "127.0.0.1" }.Uri, ThisMachine.FromOutside(listens))
            : (listens, null);
        _isOpen = options.IsRemote && GatewayService.IsOpen(Gateway);
        Transcoder = await RunAsync(TranscoderService.Build(arguments.Transcoder(store, cameras)), cancellationToken);
    }

    private static async Task<bool> HasStoredCamerasAsync(string store, CancellationToken cancellationToken)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(store);
        return await new CameraStore(redis).CountAsync(cancellationToken) > 0;
    }

    private async Task<WebApplication> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        _services.Add(app);
        await app.StartAsync(cancellationToken);
        app.Lifetime.ApplicationStopping.Register(() => _stopping.TrySetResult());
        return app;
    }
}
