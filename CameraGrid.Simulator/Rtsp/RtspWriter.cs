using System.Net.Sockets;

namespace CameraGrid.Simulator.Rtsp;

/// <summary>The writing side of a connection, shared by responses and interleaved packets.</summary>
internal sealed class RtspWriter(Socket socket, TimeProvider time) : IDisposable
{
    // What a client may leave unread before it counts as gone; the socket's buffer is the bound of what waits for it.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _writing = new(1);

    /// <exception cref="IOException">The client is gone, or has taken nothing for too long.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            // A packet cut in the middle would spoil all that follows: a write is not cancelled but ends with the socket.
            var sending = socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None);
            if (sending.IsCompletedSuccessfully)
            {
                return;
            }

            await sending.AsTask().WaitAsync(WriteLimit, time, cancellationToken);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            throw new IOException("The client is gone.", error);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            socket.Dispose();
            throw new IOException("The client does not read.", error);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();
}
