using System.Net.Sockets;
using CameraGrid.Tests.Support;
using CliWrap;
using CliWrap.Buffered;

namespace CameraGrid.Tests.Cameras.Stores;

/// <summary>A real redis-server on a Unix socket of its own, which can go away, fall silent, refuse and come back.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-redis-");
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _processId;

    private string Socket => Path.Combine(_folder.FullName, "redis.sock");

    public string ConnectionString => $"!{Socket}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _stop = new CancellationTokenSource();
        var process = Cli.Wrap("redis-server")
            .WithArguments([
                "--port",
                "0",
                "--unixsocket",
                Socket,
                "--dir",
                _folder.FullName,
                "--save",
                "",
                "--appendonly",
                "no",
                "--enable-protected-configs",
                "yes",
            ])
            .ExecuteAsync(_stop.Token);
        _processId = process.ProcessId;
        _running = process;
        while (!Answers())
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAny(_running, Task.Delay(10, cancellationToken));
            if (_running.IsCompleted)
            {
                await _running;
            }
        }
    }

    /// <summary>Kills it; what it held is lost.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
        File.Delete(Socket);
    }

    /// <summary>It still accepts connections, and says nothing.</summary>
    public Task FreezeAsync() => SignalAsync("-STOP");

    public Task ThawAsync() => SignalAsync("-CONT");

    /// <summary>Sends one command and returns the answer as redis-cli prints it.</summary>
    public async Task<string> SendAsync(params string[] command)
    {
        var result = await Cli.Wrap("redis-cli")
            .WithArguments(["-s", Socket, .. command])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.StandardOutput.Trim();
    }

    /// <summary>Makes it refuse to write, as on a full disk: its last snapshot failed.</summary>
    public async Task FailSnapshotsAsync()
    {
        // It stays in a folder that is no more, where no file can be made.
        var gone = _folder.CreateSubdirectory("gone");
        Assert.Equal("OK", await SendAsync("CONFIG", "SET", "dir", gone.FullName));
        gone.Delete();
        await SendAsync("CONFIG", "SET", "save", "3600 1");
        await SendAsync("BGSAVE");
        await Eventually.IsAsync(async () =>
            (await SendAsync("INFO", "persistence")).Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal)
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task SignalAsync(string signal) =>
        await Cli.Wrap("kill")
            .WithArguments([signal, _processId.ToString(System.Globalization.CultureInfo.InvariantCulture)])
            .ExecuteAsync(TestContext.Current.CancellationToken);

    private bool Answers()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(Socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
