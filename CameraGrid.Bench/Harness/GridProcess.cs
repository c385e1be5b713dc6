using System.Diagnostics;

namespace CameraGrid.Bench.Harness;

/// <summary>The whole product as users start it, in a process of its own.</summary>
internal sealed class GridProcess : IAsyncDisposable
{
    private const string Greeting = "CameraGrid: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly Workspace _workspace;

    private GridProcess(ChildProcess process, Workspace workspace, Uri address)
    {
        _process = process;
        _workspace = workspace;
        Address = address;
    }

    /// <summary>Where the grid answers.</summary>
    public Uri Address { get; }

    /// <summary>From its start until every camera was live.</summary>
    public TimeSpan LiveAfter { get; private set; }

    /// <summary>Its process id; each FFmpeg is a child of it.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it and returns when every camera is live.</summary>
    /// <param name="cameras">Its cameras.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="more">Further variables of its environment.</param>
    public static async Task<GridProcess> StartAsync(
        IReadOnlyList<BenchCamera> cameras,
        CancellationToken cancellationToken,
        params IReadOnlyList<(string Name, string Value)> more
    )
    {
        var workspace = new Workspace();
        var environment = BenchCamera.Variables(cameras);
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        environment["CAMGRID_URL"] = "http://127.0.0.1:0";
        environment["CAMGRID_DATA"] = workspace.PathOf("data");
        var program = Path.Combine(AppContext.BaseDirectory, "CameraGrid.Standalone.dll");
        var started = Stopwatch.GetTimestamp();
        var process = ChildProcess.Start(
            new ChildCommand("CameraGrid", "dotnet", [program], environment, workspace.Folder)
        );
        try
        {
            var line = await process.LineAsync(
                line => line.StartsWith(Greeting, StringComparison.Ordinal),
                StartLimit,
                cancellationToken
            );
            var grid = new GridProcess(process, workspace, new Uri(line[Greeting.Length..].Trim()));
            await LiveCameras.WaitAsync(grid.Address, cancellationToken);
            grid.LiveAfter = Stopwatch.GetElapsedTime(started);
            return grid;
        }
        catch
        {
            await process.DisposeAsync();
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>Fails when it is no longer there.</summary>
    public void ThrowIfEnded() => _process.ThrowIfEnded();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _workspace.Dispose();
    }
}
