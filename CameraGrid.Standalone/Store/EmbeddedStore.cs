using CameraGrid.ServiceDefaults;
using Garnet;
using Microsoft.Extensions.Logging;

namespace CameraGrid.Standalone.Store;

/// <summary>
/// A Redis-compatible store in this process (Microsoft Garnet), its data kept in a folder across restarts.
/// </summary>
/// <remarks>
/// <para>
/// It listens on a Unix socket in a folder that only this user may enter: no port to collide with, and no other user of the
/// machine reads the store.
/// </para>
/// <para>
/// A log that once failed to reach the disk never does again, and the server stops taking writes when its buffer is full. So
/// at the first failure all moves to a server in memory, and to one over the folder again once that takes files. Clients
/// connect again by themselves.
/// </para>
/// </remarks>
internal sealed partial class EmbeddedStore : IAsyncDisposable
{
    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CommitLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MoveLimit = TimeSpan.FromSeconds(10);

    // Of a log that does not reach the disk they tell at length and over again; this class tells it once.
    private static readonly string[] Talkative = ["StoreWrapper", "GarnetLog", "Session"];

    private readonly string? _folder;
    private readonly SocketFolder _socket;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private GarnetServer _server;
    private bool _keeps;
    private Task _keeping = Task.CompletedTask;

    private EmbeddedStore(string? folder, SocketFolder socket, ILoggerFactory logging)
    {
        _folder = folder;
        _socket = socket;
        _logging = logging;
        _logger = logging.CreateLogger<EmbeddedStore>();
        _server = StartServer(folder);
    }

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString => $"!{_socket.Socket}";

    /// <summary>Starts the store, with what was in <paramref name="folder"/> before; null keeps nothing.</summary>
    /// <param name="folder">Of this process alone.</param>
    /// <param name="configure">More places to log to than the console.</param>
    public static EmbeddedStore Start(string? folder, Action<ILoggingBuilder>? configure = null)
    {
        var logging = LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
            logging.AddFilter(typeof(EmbeddedStore).FullName, LogLevel.Information);
            foreach (var category in Talkative)
            {
                logging.AddFilter(category, LogLevel.None);
            }

            configure?.Invoke(logging);
        });
        var store = new EmbeddedStore(folder, SocketFolder.Create(), logging);
        if (folder is not null)
        {
            store._keeping = store.KeepAsync(store._stop.Token);
        }

        return store;
    }

    /// <summary>Brings everything to the disk and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_keeps)
        {
            // The server does not do so by itself when it is disposed.
            using var limit = new CancellationTokenSource(CommitLimit);
            await TryCommitAsync(limit.Token);
        }

        _server.Dispose(deleteDir: false);
        _socket.Dispose();
        _stop.Dispose();
        _logging.Dispose();
    }

    private GarnetServer StartServer(string? folder)
    {
        File.Delete(_socket.Socket);
        var server = new GarnetServer(GarnetOptions.For(folder, _socket.Socket), _logging);
        server.Start();
        _keeps = folder is not null;
        return server;
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(CommitEvery, cancellationToken);
            if (await TryCommitAsync(cancellationToken) is not { } failure)
            {
                continue;
            }

            LogDiskGone(_folder, failure.GetBaseException().Message);
            await MoveAsync(folder: null);
            while (!_keeps)
            {
                await Task.Delay(TryEvery, cancellationToken);
                if (TakesFiles())
                {
                    await MoveAsync(_folder);
                }
            }

            LogDiskBack(_folder);
        }
    }

    /// <returns>Why what was written did not reach the disk; null where it did, or where nobody waits for it any longer.</returns>
    private async Task<Exception?> TryCommitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _server.Store.CommitAOFAsync(cancellationToken);
            return null;
        }
        catch (OperationCanceledException)
        {
            // A disk that does not answer shall not hold the stop; what was committed before is kept.
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private async Task MoveAsync(string? folder)
    {
        var contents = new StoreContents();
        try
        {
            contents = await StoreContents.ReadAsync(ConnectionString).WaitAsync(MoveLimit);
            _server.Dispose(deleteDir: false);
            _server = StartServer(folder);
        }
        catch (Exception failure)
        {
            LogNotMoved(failure);
            _server.Dispose(deleteDir: false);
            _server = StartServer(folder: null);
        }

        try
        {
            await contents.WriteAsync(ConnectionString).WaitAsync(MoveLimit);
        }
        catch (Exception failure)
        {
            LogNotMoved(failure);
        }
    }

    private bool TakesFiles()
    {
        // As much as the log takes at a time.
        var path = Path.Combine(_folder!, "room");
        try
        {
            using var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    Options = FileOptions.DeleteOnClose,
                }
            );
            file.Write(new byte[GarnetOptions.LogPage]);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
