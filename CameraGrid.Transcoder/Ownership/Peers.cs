using System.Text.Json;
using CameraGrid.Cameras;

namespace CameraGrid.Transcoder.Ownership;

/// <summary>What a node says of itself to the others, at <see cref="Route"/>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ReachesStore">It renewed its leases a moment ago.</param>
internal sealed record PeerAnswer(string Id, bool ReachesStore)
{
    public const string Route = "/node";
}

/// <summary>The other nodes, to be asked whether the store is away for them too.</summary>
internal sealed class Peers : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectTimeout = Limit,
            ActivityHeadersPropagator = null,
        }
    )
    {
        Timeout = Limit,
        MaxResponseContentBufferSize = 4096,
    };

    /// <summary>
    /// Whether this node is cut off: another one reaches the store, or none of the others can be reached either. Without
    /// others it is the store that is away, and where all who answer miss it, too.
    /// </summary>
    public async Task<bool> SayCutOffAsync(
        IReadOnlyCollection<TranscoderNode> others,
        CancellationToken cancellationToken
    )
    {
        if (others.Count == 0)
        {
            return false;
        }

        var answers = await Task.WhenAll(others.Select(other => AskAsync(other, cancellationToken)));
        return answers.All(answer => answer is null) || answers.Any(answer => answer is { ReachesStore: true });
    }

    public void Dispose() => _http.Dispose();

    private async Task<PeerAnswer?> AskAsync(TranscoderNode other, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _http.GetFromJsonAsync<PeerAnswer>(
                new Uri(other.Address, PeerAnswer.Route),
                cancellationToken
            );
            return answer?.Id == other.Id ? answer : null;
        }
        catch (Exception failure)
            when (failure is HttpRequestException or JsonException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return null;
        }
    }
}
