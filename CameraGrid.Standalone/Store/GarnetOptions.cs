using System.Net.Sockets;
using Garnet.server;
using Tsavorite.core;

namespace CameraGrid.Standalone.Store;

/// <summary>A server of a few hundred small records: Garnet's defaults are for one of its own (16 GB of log).</summary>
internal static class GarnetOptions
{
    /// <summary>Bytes of a page of the log that every write goes to.</summary>
    public const int LogPage = 1 << 20;

    /// <param name="folder">Where its data is kept; null: nowhere.</param>
    /// <param name="socket">The path of the Unix socket it listens on.</param>
    public static GarnetServerOptions For(string? folder, string socket) =>
        new()
        {
            EndPoints = [new UnixDomainSocketEndPoint(socket)],
            UnixSocketPath = socket,
            QuietMode = true,
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
            // Every write goes to a log, which is told when to reach the disk, and into a checkpoint when it grows.
            EnableAOF = folder is not null,
            Recover = folder is not null,
            CheckpointDir = folder,
            AofMemorySize = "8m",
            AofPageSize = "1m",
            AofSegmentSize = "16m",
            AofSizeLimit = folder is null ? "" : "32m",
            CommitFrequencyMs = folder is null ? 0 : -1,
            // Streams are claimed, handed over and released by script, each as a whole.
            EnableLua = true,
            LuaTransactionMode = true,
            LuaOptions = new LuaOptions(),
            // Without it, expired records are only removed when they are read.
            ExpiredKeyDeletionScanFrequencySecs = 60,
        };
}
