using System.Diagnostics;
using CameraGrid.Bench.Harness;
using CameraGrid.Cameras;
using CameraGrid.Tests.Support;
using CliWrap;
using StackExchange.Redis;
using RedisProcess = CameraGrid.Tests.Cameras.Stores.RedisProcess;

namespace CameraGrid.Tests.Transcoder.ManyNodes;

/// <summary>Three transcoders, two gateways and a redis-server, each a process, and sixteen cameras of two streams.</summary>
public sealed class RunningNodes : IAsyncLifetime
{
    private const int Cameras = 16;
    private static readonly string[] Names = ["node-1", "node-2", "node-3"];

    // Several times what is promised; what is promised is asserted where it is measured.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-nodes-");
    private readonly RedisProcess _redis = new();
    private readonly Dictionary<string, OwnFfmpeg> _ffmpegs = Names.ToDictionary(name => name, _ => new OwnFfmpeg());
    private readonly Dictionary<string, ServiceProcess> _nodes = [];
    private readonly List<ServiceProcess> _gateways = [];
    private readonly List<StreamViewer> _viewers = [];
    private TestSimulator? _simulator;
    private ConnectionMultiplexer? _store;
    private StoreLine? _line;

    /// <summary>The line between the third node and the store.</summary>
    internal StoreLine Line => _line!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static StreamKey[] Streams { get; } =
    [
        .. Enumerable
            .Range(1, Cameras)
            .SelectMany(n => Enum.GetValues<StreamName>().Select(name => new StreamKey($"cam{n}", name))),
    ];

    public async ValueTask InitializeAsync()
    {
        await _redis.StartAsync(Token);
        _store = await ConnectionMultiplexer.ConnectAsync(_redis.ConnectionString);
        _line = new StoreLine(_redis.ConnectionString);
        _simulator = await TestSimulator.StartAsync();
        foreach (var name in Names)
        {
            var store = name == Names[^1] ? _line.ConnectionString : _redis.ConnectionString;
            _nodes[name] = await ServiceAsync(
                "Transcoder",
                $"--ConnectionStrings:redis={store}",
                $"--Transcoder:NodeId={name}",
                $"--Transcoder:Ffmpeg={_ffmpegs[name].Path}"
            );
        }

        for (var i = 0; i < 2; i++)
        {
            _gateways.Add(
                await ServiceAsync(
                    "Gateway",
                    $"--ConnectionStrings:redis={_redis.ConnectionString}",
                    "--Gateway:FrontendAddress=http://127.0.0.1:9"
                )
            );
        }

        _viewers.AddRange(Streams.Select((key, i) => new StreamViewer(_gateways[i % 2].Address, key.ToString())));
        await AtRestAsync(Names);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_viewers.Select(viewer => viewer.DisposeAsync().AsTask()));
        foreach (var process in _gateways.Concat(_nodes.Values))
        {
            await process.DisposeAsync();
        }

        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        if (_line is not null)
        {
            await _line.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        await _redis.DisposeAsync();
        foreach (var ffmpeg in _ffmpegs.Values)
        {
            ffmpeg.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>From here on <see cref="Longest"/> is measured.</summary>
    internal void Forget() => _viewers.ForEach(viewer => viewer.Forget());

    /// <summary>The longest that any stream was without pictures since <see cref="Forget"/>.</summary>
    internal TimeSpan Longest() => _viewers.Max(viewer => viewer.Longest);

    /// <summary>SIGKILL.</summary>
    internal Task KillAsync(string node) => _nodes[node].KillAsync();

    /// <summary>SIGSTOP.</summary>
    internal Task FreezeAsync(string node) => SignalAsync("-STOP", node);

    internal Task ThawAsync(string node) => SignalAsync("-CONT", node);

    /// <summary>SIGTERM; returns when it has ended.</summary>
    internal async Task StopAsync(string node)
    {
        await SignalAsync("-TERM", node);
        Assert.True(await Processes.AreGoneAsync([_nodes[node].Id], Limit, Token), $"{node} does not end.");
    }

    /// <summary>Starts it where it was before.</summary>
    internal Task StartAsync(string node) => _nodes[node].StartAsync(Token);

    /// <summary>The streams that a node pulls now.</summary>
    internal IReadOnlyList<string> Pulls(string node) => [.. _ffmpegs[node].Running().Select(found => found.Stream)];

    /// <summary>
    /// Waits until these nodes own all streams, each the one it belongs to, each pulled by its owner once and by no other,
    /// and all have pictures.
    /// </summary>
    /// <param name="names">The nodes.</param>
    /// <param name="except">What this one pulls does not count: it is frozen, and what it started goes on.</param>
    internal async Task AtRestAsync(IReadOnlyCollection<string> names, string? except = null)
    {
        var placement = new Placement([.. names.Select(name => new TranscoderNode(name, _nodes[name].Address))]);
        var wanted = Streams.Select(key => $"{key} {placement.NodeOf(key)!.Id}").Order().ToList();
        var owners = new OwnerStore(_store!);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var owned = (await owners.ReadAsync(Streams, Token))
                .Select(pair => $"{pair.Key} {pair.Value}")
                .Order()
                .ToList();
            var pulled = Names
                .Where(name => name != except)
                .SelectMany(name => Pulls(name).Where(stream => stream != "").Select(stream => $"{stream} {name}"))
                .Order()
                .ToList();
            var silent = _viewers
                .Where(viewer => viewer.Silence > TimeSpan.FromSeconds(1))
                .Select(viewer => viewer.Stream)
                .ToList();
            if (wanted.SequenceEqual(owned) && wanted.SequenceEqual(pulled) && silent.Count == 0)
            {
                return;
            }

            Assert.True(
                Stopwatch.GetElapsedTime(started) < Limit,
                $"""
                Owners that should not be: {string.Join(", ", owned.Except(wanted))}.
                FFmpegs that should not be: {string.Join(", ", pulled.Except(wanted))}; more than one: {pulled.Count
                    - pulled.Distinct().Count()}; missing: {string.Join(", ", wanted.Except(pulled))}.
                Without pictures: {string.Join(", ", silent)}.
                """
            );
            await Task.Delay(100, Token);
        }
    }

    private Task<ServiceProcess> ServiceAsync(string name, params IEnumerable<string> arguments) =>
        ServiceProcess.StartAsync(
            name,
            _folder.FullName,
            [.. arguments, .. Enumerable.Range(1, Cameras).SelectMany(Camera)],
            new Dictionary<string, string?>(),
            Token
        );

    private IEnumerable<string> Camera(int number)
    {
        yield return $"--CAMERA_{number}_NAME=cam{number}";
        yield return $"--CAMERA_{number}_URL={_simulator!.UrlOf($"/cam{number}/main")}";
        yield return $"--CAMERA_{number}_SUB_URL={_simulator.UrlOf($"/cam{number}/sub")}";
    }

    private async Task SignalAsync(string signal, string node) =>
        await Cli.Wrap("kill").WithArguments([signal, $"{_nodes[node].Id}"]).ExecuteAsync(Token);
}
