using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Proxy;

/// <summary>
/// Passes a request on to the owner of its stream. A node that does not have the stream, or does not answer, makes this look up
/// who holds the lease, and ask that one.
/// </summary>
internal sealed class LiveForwarding(
    NodeDirectory nodes,
    OwnerDirectory owners,
    OwnerStore store,
    ProxyForwarding forwarding,
    Upstreams upstreams,
    WhepSessions sessions
)
{
    private const string Service = "transcoder";

    /// <summary>Twice the largest offer that a transcoder takes.</summary>
    private const int MostBytes = 128 * 1024;

    public async Task SendAsync(HttpContext context, StreamKey stream)
    {
        if (nodes.For(stream, owners.OwnerOf(stream)) is not { } node)
        {
            await ProxyForwarding.AnswerAsync(context, Problems.NoTranscoder());
            return;
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            // The offer of a WebRTC viewer, small enough for memory: another attempt has to send it too.
            context.Request.EnableBuffering(MostBytes, MostBytes);
        }

        var sent = await TrySendAsync(context, stream, node);
        if (!sent.IsElsewhere)
        {
            return;
        }

        if (await OwnerAsync(stream, context.RequestAborted) is { } owner && owner != node)
        {
            node = owner;
            sent = await TrySendAsync(context, stream, node);
        }

        if (sent.IsElsewhere)
        {
            await ProxyForwarding.AnswerAsync(
                context,
                sent.Status == StatusCodes.Status421MisdirectedRequest
                    ? Problems.OnItsWay()
                    : Problems.NoAnswer(Service, sent.Status)
            );
        }
    }

    private async Task<Forwarded> TrySendAsync(HttpContext context, StreamKey stream, TranscoderNode node)
    {
        if (context.Request.Body.CanSeek)
        {
            context.Request.Body.Position = 0;
        }

        using var visit = owners.Visiting(stream, node.Id, context.Abort);
        var sent = await forwarding.TrySendAsync(context, node.Address, upstreams.Transcoders);
        if (HttpMethods.IsPost(context.Request.Method) && !sent.IsElsewhere)
        {
            sessions.Follow(context, stream, node);
        }

        return sent;
    }

    private async Task<TranscoderNode?> OwnerAsync(StreamKey stream, CancellationToken cancellationToken)
    {
        try
        {
            if ((await store.ReadAsync([stream], cancellationToken)).TryGetValue(stream, out var owner))
            {
                owners.Take(stream, owner);
                return nodes.Nodes.FirstOrDefault(node => node.Id == owner);
            }
        }
        catch (StoreUnavailableException)
        {
            // What is known is all there is to go by.
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for the answer.
        }

        return null;
    }
}
