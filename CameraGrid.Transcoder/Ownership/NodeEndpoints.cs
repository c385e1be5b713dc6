using CameraGrid.Cameras;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CameraGrid.Transcoder.Ownership;

/// <summary>What this node says of itself to the others.</summary>
internal static class NodeEndpoints
{
    // A renewal that is due, one that waits for its answer, and a second beside.
    private static readonly TimeSpan LatelyRenewed = NodeStore.RenewEvery + TimeSpan.FromSeconds(3);

    public static void MapNode(this IEndpointRouteBuilder routes) => routes.MapGet(PeerAnswer.Route, Get);

    private static JsonHttpResult<PeerAnswer> Get(LeaseClock lease, IOptions<TranscoderOptions> options) =>
        TypedResults.Json(new PeerAnswer(options.Value.NodeId, lease.Age < LatelyRenewed));
}
