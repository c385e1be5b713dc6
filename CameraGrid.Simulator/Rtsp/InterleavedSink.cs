namespace CameraGrid.Simulator.Rtsp;

/// <summary>Packets on the RTSP connection (RFC 2326, 10.12), all of a batch in one write.</summary>
internal sealed class InterleavedSink(RtspWriter writer) : IPacketSink
{
    public ValueTask SendAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellationToken) =>
        writer.WriteAsync(packets, cancellationToken);

    // The connection is not this sink's to close.
    public void Dispose() { }
}
