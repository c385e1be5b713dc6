using System.Net.Sockets;
using CliWrap;

namespace CameraGrid.Tests.Cameras.Stores;

/// <summary>A real redis-server on a Unix socket of its own, which can go away and come back.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cameragrid-redis-");
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private string Socket => Path.Combine(_folder.FullName, "redis.sock");

    public string ConnectionString => $"!{Socket}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _stop = new CancellationTokenSource();
        _running = Cli.Wrap("redis-server")
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
            ])
            .ExecuteAsync(_stop.Token);
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

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        _stop.Dispose();
        File.Delete(Socket);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await StopAsync();
        }

        _folder.Delete(recursive: true);
    }

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
