namespace CameraGrid.Bench.Harness;

/// <summary>The product with each service in a process of its own, so that one can be killed without the others.</summary>
internal sealed class SeparateServices : IAsyncDisposable
{
    private readonly Workspace _workspace = new();
    private readonly Stack<IAsyncDisposable> _started = new();

    private SeparateServices() { }

    /// <summary>The store.</summary>
    public RedisProcess Redis { get; private set; } = null!;

    /// <summary>The host of the page.</summary>
    public ServiceProcess Frontend { get; private set; } = null!;

    /// <summary>The transcoder; each FFmpeg is a child of it.</summary>
    public ServiceProcess Transcoder { get; private set; } = null!;

    /// <summary>The gateway, where the grid answers.</summary>
    public ServiceProcess Gateway { get; private set; } = null!;

    /// <summary>The FFmpegs of the present transcoder.</summary>
    public IReadOnlyList<int> Ffmpegs => [.. ProcessUsage.Ffmpegs(Transcoder.Id).Select(ffmpeg => ffmpeg.Id)];

    /// <summary>Starts all and returns when every camera is live.</summary>
    public static async Task<SeparateServices> StartAsync(
        IReadOnlyList<BenchCamera> cameras,
        CancellationToken cancellationToken
    )
    {
        var services = new SeparateServices();
        try
        {
            await services.StartAsync(BenchCamera.Variables(cameras), cancellationToken);
            await LiveCameras.WaitAsync(services.Gateway.Address, cancellationToken);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>The FFmpegs that are connected to a port.</summary>
    public IReadOnlyList<int> FfmpegsOf(int port)
    {
        var inodes = TcpConnection.All().Where(tcp => tcp.RemotePort == port).Select(tcp => tcp.Inode).ToHashSet();
        return [.. Ffmpegs.Where(id => ProcessUsage.Sockets(id).Overlaps(inodes))];
    }

    /// <summary>Fails when any service is no longer there.</summary>
    public void ThrowIfEnded()
    {
        Transcoder.ThrowIfEnded();
        Gateway.ThrowIfEnded();
        Frontend.ThrowIfEnded();
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var process))
        {
            await process.DisposeAsync();
        }

        _workspace.Dispose();
    }

    private async Task StartAsync(Dictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        Redis = Started(await RedisProcess.StartAsync(_workspace.Folder, cancellationToken));
        string[] common = [$"--ConnectionStrings:redis={Redis.ConnectionString}"];
        Frontend = await ServiceAsync("Frontend");
        Gateway = await ServiceAsync("Gateway", [.. common, $"--Gateway:FrontendAddress={Frontend.Address}"]);
        Transcoder = await ServiceAsync("Transcoder", common);

        async Task<ServiceProcess> ServiceAsync(string name, params string[] arguments) =>
            Started(
                await ServiceProcess.StartAsync(name, _workspace.Folder, arguments, environment, cancellationToken)
            );
    }

    private T Started<T>(T process)
        where T : IAsyncDisposable
    {
        _started.Push(process);
        return process;
    }
}
