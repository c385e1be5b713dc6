using System.Net.WebSockets;
using CameraGrid.Transcoder.Live;

namespace CameraGrid.Transcoder.Mse;

/// <summary>
/// One viewer on one WebSocket: header, init segment, then a message a frame, beginning with the last keyframe. A viewer
/// that reads too slowly goes on at the newest keyframe; one that does not read at all is let go.
/// </summary>
internal sealed class MseSession(WebSocket socket, bool audio, TimeProvider time)
{
    /// <summary>Behind by more than this, a viewer skips to the newest keyframe.</summary>
    private static readonly CursorOptions Options = new(CursorStart.LastKey, TimeSpan.FromSeconds(1.5));

    /// <summary>A message that the viewer has not taken after this long ends the session.</summary>
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long the viewer has for its half of the close.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private Generation? _generation;

    /// <summary>Runs until the viewer leaves, the stream is removed or the token is cancelled.</summary>
    public async Task RunAsync(LiveStream live, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var reading = new CancellationTokenSource();
        var closing = ReadUntilClosedAsync(ended, reading.Token);
        try
        {
            using var cursor = live.OpenCursor(Options, ended.Token);
            await SendFramesAsync(cursor);
            await CloseAsync();
            // A read that is cancelled resets the connection, and what was sent last may be lost with it.
            reading.CancelAfter(CloseTimeout);
            await closing;
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The viewer is gone without a word, or did not take its messages in time.
        }
        finally
        {
            await reading.CancelAsync();
            await closing;
        }
    }

    // A message under way is never cancelled by the end, only by its time limit: a socket whose send was cancelled cannot
    // be closed in order any more.
    private async Task SendFramesAsync(LiveCursor cursor)
    {
        using var limit = new CancellationTokenSource();
        do
        {
            while (cursor.TryRead(out var lease))
            {
                using (lease)
                {
                    limit.CancelAfter(SendTimeout);
                    await SendAsync(lease, limit.Token);
                    limit.CancelAfter(Timeout.InfiniteTimeSpan);
                }
            }
        } while (await cursor.WaitAsync());
    }

    private async ValueTask SendAsync(FrameLease lease, CancellationToken cancellationToken)
    {
        var generation = lease.Frame.Generation;
        if (generation != _generation)
        {
            _generation = generation;
            var header = MseHeader.For(generation, audio, time.GetUtcNow()).ToJson();
            await socket.SendAsync(header.AsMemory(), WebSocketMessageType.Text, true, cancellationToken);
            var init = audio ? generation.FullInit : generation.VideoInit;
            await socket.SendAsync(init, WebSocketMessageType.Binary, true, cancellationToken);
        }

        if (audio || lease.Frame.Track == TrackKind.Video)
        {
            await socket.SendAsync(lease.Fragment, WebSocketMessageType.Binary, true, cancellationToken);
        }
    }

    // Viewers send nothing but the end; reading also lets the socket answer pings.
    private async Task ReadUntilClosedAsync(CancellationTokenSource ended, CancellationToken cancellationToken)
    {
        var buffer = new byte[128];
        try
        {
            while (
                (await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType
                != WebSocketMessageType.Close
            )
            {
                // Whatever it says is of no interest.
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The same as a close.
        }

        await ended.CancelAsync();
    }

    private async Task CloseAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var limit = new CancellationTokenSource(SendTimeout);
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the stream ended", limit.Token);
        }
    }
}
