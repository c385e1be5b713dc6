using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Microsoft.Extensions.Logging;
using Tsavorite.core;

namespace CameraGrid.Standalone.Store;

/// <summary>
/// A Redis-compatible store in this process (Microsoft Garnet), its data kept in a folder across restarts.
/// </summary>
/// <remarks>
/// It listens on a Unix socket in a folder that only this user may enter: no port to collide with, and no other user of the
/// machine reads the store.
/// </remarks>
internal sealed class EmbeddedStore : IAsyncDisposable
{
    private static readonly TimeSpan CommitLimit = TimeSpan.FromSeconds(1);

    private readonly GarnetServer _server;
    private readonly bool _keeps;
    private readonly ILoggerFactory _logging;
    private readonly string _socketFolder;

    private EmbeddedStore(GarnetServer server, ILoggerFactory logging, bool keeps, string socketFolder, string socket)
    {
        _server = server;
        _logging = logging;
        _keeps = keeps;
        _socketFolder = socketFolder;
        ConnectionString = $"!{socket}";
    }

    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts the store, with what was in <paramref name="folder"/> before; null keeps nothing.</summary>
    public static EmbeddedStore Start(string? folder)
    {
        var logging = LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true)
        );
        // Of this process, not in the data folder: a socket's path may only be some hundred bytes long.
        var socketFolder = Directory.CreateTempSubdirectory("cameragrid-").FullName;
        var socket = Path.Combine(socketFolder, "store.sock");
        var server = new GarnetServer(Options(folder, socket), logging);
        server.Start();
        return new EmbeddedStore(server, logging, keeps: folder is not null, socketFolder, socket);
    }

    /// <summary>Brings everything to the disk and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_keeps)
        {
            await CommitAsync();
        }

        _server.Dispose(deleteDir: false);
        _logging.Dispose();
        Directory.Delete(_socketFolder, recursive: true);
    }

    // The server does not do so by itself when it is disposed.
    private async Task CommitAsync()
    {
        using var limit = new CancellationTokenSource(CommitLimit);
        try
        {
            await _server.Store.CommitAOFAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A disk that does not answer shall not hold the stop; what was committed before is kept.
        }
    }

    private static GarnetServerOptions Options(string? folder, string socket) =>
        new()
        {
            EndPoints = [new UnixDomainSocketEndPoint(socket)],
            UnixSocketPath = socket,
            QuietMode = true,
            // A few hundred small records: the defaults are sized for a server of its own (16 GB of log).
            LogMemorySize = "16m",
            PageSize = "512k",
            SegmentSize = "16m",
            ObjectLogSegmentSize = "16m",
            IndexMemorySize = "1m",
            PubSubPageSize = "64k",
            BufferPoolMemoryBudget = "4m",
            NetworkConnectionLimit = 64,
            // The managed one: the native device needs libaio, which not every machine has.
            DeviceType = DeviceType.RandomAccess,
            // Every write goes to a log that reaches the disk every other second, and into a checkpoint when it grows.
            EnableAOF = folder is not null,
            Recover = folder is not null,
            CheckpointDir = folder,
            AofMemorySize = "8m",
            AofPageSize = "1m",
            AofSegmentSize = "16m",
            AofSizeLimit = folder is null ? "" : "32m",
            CommitFrequencyMs = folder is null ? 0 : 2000,
            // Without it, expired records are only removed when they are read.
            ExpiredKeyDeletionScanFrequencySecs = 60,
        };
}
