using System.Net;
using CameraGrid.Cameras;
using CameraGrid.Gateway.Auth;

namespace CameraGrid.Gateway.Proxy;

/// <summary>
/// WebRTC's pictures go past the gateway. So it tells the transcoder again and again that a viewer whom it let in may stay,
/// and to end what is the viewer's when its session is over. A transcoder that hears no more of it ends it by itself.
/// </summary>
internal sealed class WhepSessions(
    OpenSessions open,
    Upstreams upstreams,
    TimeProvider time,
    IHostApplicationLifetime lifetime
)
{
    /// <summary>A transcoder waits for three times as long.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(5);

    private const int MostMisses = 3;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    /// <summary>Looks after a session that a transcoder has just begun, from now to its end.</summary>
    /// <param name="context">The viewer's request, answered with where the session is.</param>
    /// <param name="stream">What it watches.</param>
    /// <param name="node">Who serves it.</param>
    public void Follow(HttpContext context, StreamKey stream, TranscoderNode node)
    {
        if (
            context.Response.StatusCode == StatusCodes.Status201Created
            && context.Response.Headers.Location.ToString() is { Length: > 0 } location
        )
        {
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var visit = open.Visiting(context, () => over.TrySetResult());
            _ = FollowAsync(visit, over.Task, new Uri(node.Address, location), Renewal(stream, node, location));
        }
    }

    private static Uri Renewal(StreamKey stream, TranscoderNode node, string location) =>
        new(node.Address, $"/streams/{stream.Camera}/{stream.Stream.ToText()}/whep/{location.Split('/')[^1]}");

    private async Task FollowAsync(IDisposable visit, Task over, Uri session, Uri renewal)
    {
        var stopping = lifetime.ApplicationStopping;
        try
        {
            using (visit)
            {
                // Who missed so many has ended it, or is gone.
                var misses = 0;
                while (misses < MostMisses && !over.IsCompleted)
                {
                    switch (await TrySendAsync(HttpMethod.Post, renewal, stopping))
                    {
                        case HttpStatusCode.NotFound:
                            return;
                        case null:
                            misses++;
                            break;
                        default:
                            misses = 0;
                            break;
                    }

                    await Task.WhenAny(over, Task.Delay(RenewEvery, time, stopping));
                    stopping.ThrowIfCancellationRequested();
                }
            }

            if (over.IsCompleted)
            {
                await TrySendAsync(HttpMethod.Delete, session, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // This gateway stops. No other one knows of the session; when it has ended, the page begins another one.
        }
    }

    /// <summary>Null where nobody answers in time.</summary>
    private async Task<HttpStatusCode?> TrySendAsync(
        HttpMethod method,
        Uri address,
        CancellationToken cancellationToken
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(AnswerLimit);
        try
        {
            using var request = new HttpRequestMessage(method, address);
            using var answer = await upstreams.Transcoders.SendAsync(request, late.Token);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
