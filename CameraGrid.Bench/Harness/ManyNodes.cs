using CameraGrid.Cameras;
using StackExchange.Redis;

namespace CameraGrid.Bench.Harness;

/// <summary>
/// Three transcoders, two gateways, a redis-server and sixteen simulated cameras of two streams, each a process, and a
/// viewer for each stream: every other one at the second gateway.
/// </summary>
internal sealed class ManyNodes : IAsyncDisposable
{
    private const int Transcoders = 3;
    private const int Gateways = 2;

    private readonly Workspace _workspace = new();
    private readonly Stack<IAsyncDisposable> _started = new();
    private NodesAtRest _rest = null!;

    private ManyNodes() { }

    /// <summary>What the cameras do.</summary>
    public SimulatorProcess Simulator { get; private set; } = null!;

    /// <summary>The transcoders.</summary>
    public IReadOnlyList<NodeProcess> Nodes { get; private set; } = [];

    /// <summary>One for each stream.</summary>
    public IReadOnlyList<StreamViewer> Viewers { get; private set; } = [];

    /// <summary>Starts all and returns when it is at rest.</summary>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="simulator">Configuration of the simulator, as in <c>--Simulator:Cache=/tmp/clips</c>.</param>
    public static async Task<ManyNodes> StartAsync(CancellationToken cancellationToken, params string[] simulator)
    {
        var nodes = new ManyNodes();
        try
        {
            await nodes.StartAllAsync(simulator, cancellationToken);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>The viewers of the streams that belong to a node while all nodes are there.</summary>
    public IReadOnlyList<StreamViewer> ViewersOf(NodeProcess node)
    {
        var placement = NodesAtRest.Placed(Nodes);
        return [.. Viewers.Where(viewer => placement.NodeOf(viewer.Stream)!.Id == node.Id)];
    }

    /// <summary>The longest that any of some viewers was without a frame since a moment.</summary>
    public static TimeSpan LongestSilence(IEnumerable<StreamViewer> viewers, TimeSpan since)
    {
        var now = Uptime.Now;
        return viewers.Max(viewer => viewer.Since(since).LongestSilence(since, now));
    }

    /// <summary>Waits until all streams are with the nodes they belong to and every viewer has pictures.</summary>
    /// <param name="nodes">Those that are there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="frozen">What this one still pulls does not count.</param>
    /// <exception cref="BenchmarkException">That is not so in time; the message says what is not as it should be.</exception>
    public Task AtRestAsync(
        IReadOnlyCollection<NodeProcess> nodes,
        CancellationToken cancellationToken,
        NodeProcess? frozen = null
    ) => _rest.WaitAsync(nodes, frozen, cancellationToken);

    /// <summary>A rolling restart: each node in turn is stopped and started, the next one as soon as it is healthy.</summary>
    public async Task RestartInTurnAsync(CancellationToken cancellationToken)
    {
        foreach (var node in Nodes)
        {
            await node.StopAsync(cancellationToken);
            await node.StartAsync(cancellationToken);
        }

        await AtRestAsync(Nodes, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Viewers.Select(viewer => viewer.DisposeAsync().AsTask()));
        while (_started.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        _workspace.Dispose();
    }

    private async Task StartAllAsync(string[] simulator, CancellationToken cancellationToken)
    {
        var redis = Started(await RedisProcess.StartAsync(_workspace.Folder, cancellationToken));
        var store = Started(await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString));
        Simulator = Started(await SimulatorProcess.StartAsync(cancellationToken, simulator));
        var cameras = await Simulator.CamerasAsync(cancellationToken);
        var environment = BenchCamera.Variables([
            .. cameras.Select(camera => new BenchCamera(camera.Id, camera.MainUrl, camera.SubUrl)),
        ]);
        var nodes = new List<NodeProcess>();
        for (var number = 1; number <= Transcoders; number++)
        {
            var id = $"node-{number}";
            nodes.Add(
                Started(
                    await NodeProcess.StartAsync(id, redis.EndPoint, _workspace.Folder, environment, cancellationToken)
                )
            );
        }

        Nodes = nodes;
        var gateways = new List<ServiceProcess>();
        while (gateways.Count < Gateways)
        {
            // Nobody asks for a page.
            string[] arguments =
            [
                $"--ConnectionStrings:redis={redis.ConnectionString}",
                "--Gateway:FrontendAddress=http://127.0.0.1:9",
            ];
            gateways.Add(
                Started(
                    await ServiceProcess.StartAsync(
                        "Gateway",
                        _workspace.Folder,
                        arguments,
                        environment,
                        cancellationToken
                    )
                )
            );
        }

        Viewers =
        [
            .. cameras
                .SelectMany(camera => Enum.GetValues<StreamName>().Select(name => new StreamKey(camera.Id, name)))
                .Select((stream, i) => new StreamViewer(gateways[i % Gateways].Address, stream)),
        ];
        _rest = new NodesAtRest(new OwnerStore(store), Simulator, Viewers);
        await AtRestAsync(Nodes, cancellationToken);
    }

    private T Started<T>(T part)
        where T : IAsyncDisposable
    {
        _started.Push(part);
        return part;
    }
}
