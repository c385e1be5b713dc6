namespace CameraGrid.Simulator.Rtsp;

/// <summary>Where a session's packets go.</summary>
internal interface IPacketSink : IDisposable
{
    /// <summary>Sends packets; returns when the system has taken them all.</summary>
    /// <param name="packets">Packets with RTSP's interleaving prefixes (<see cref="Clips.PacketBatch"/>).</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The client is gone, or has taken nothing for too long.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken);
}
