using System.Net;
using System.Net.Sockets;

namespace CameraGrid.Bench.Harness;

/// <summary>A redis-server on a Unix socket, which keeps nothing: after a restart it is empty.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly string _folder;
    private ChildProcess? _process;

    private RedisProcess(string folder) => _folder = folder;

    /// <summary>For <c>ConnectionStrings:redis</c>.</summary>
    public string ConnectionString => $"!{Socket}";

    /// <summary>Where it listens.</summary>
    public EndPoint EndPoint => new UnixDomainSocketEndPoint(Socket);

    /// <summary>The id of its present process.</summary>
    public int Id => _process!.Id;

    private string Socket => Path.Combine(_folder, "redis.sock");

    /// <summary>Starts it and returns when it answers.</summary>
    public static async Task<RedisProcess> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var redis = new RedisProcess(folder);
        try
        {
            await redis.StartAsync(cancellationToken);
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it with SIGKILL.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Starts it again.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        string[] arguments =
        [
            "--port",
            "0",
            "--unixsocket",
            Socket,
            "--dir",
            _folder,
            "--save",
            "",
            "--appendonly",
            "no",
        ];
        _process = ChildProcess.Start(new ChildCommand("redis-server", "redis-server", arguments));
        await _process.LineAsync(
            line => line.Contains("ready to accept connections", StringComparison.OrdinalIgnoreCase),
            StartLimit,
            cancellationToken
        );
    }

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;
}
