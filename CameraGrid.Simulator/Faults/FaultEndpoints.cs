using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Simulator.Faults;

/// <summary>The control API: faults of one camera or stream, set and cleared while the simulator runs.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/faults", List);
        routes.MapGet("/api/faults/kinds", () => FaultKinds.All);
        routes.MapPut("/api/faults/{camera}/{stream?}", Set);
        routes.MapDelete("/api/faults/{camera}/{stream?}", Clear);
    }

    private static IEnumerable<FaultListing> List(CameraFaults faults) =>
        faults
            .List()
            .Select(fault => new FaultListing(
                fault.Camera,
                fault.Stream,
                FaultKinds.RuleOf(fault.Kind).Name,
                fault.SecondsLeft,
                fault.CountLeft,
                fault.Fault.Value
            ));

    private static Results<NoContent, ProblemHttpResult> Set(
        string camera,
        string? stream,
        FaultRequest request,
        CameraFaults faults
    )
    {
        if (!faults.Knows(camera, stream))
        {
            return NoSuchStream();
        }

        if (Fault.Create(request.Kind, request.Seconds, request.Count, request.Value, out var error) is not { } fault)
        {
            return NoFault(error!);
        }

        faults.Set(camera, stream, fault);
        return TypedResults.NoContent();
    }

    private static Results<NoContent, ProblemHttpResult> Clear(
        string camera,
        string? stream,
        string? kind,
        CameraFaults faults
    )
    {
        if (!faults.Knows(camera, stream))
        {
            return NoSuchStream();
        }

        var rule = FaultKinds.Find(kind);
        if (kind is not null && rule is null)
        {
            return NoFault($"\"{kind}\" is no kind of fault; the kinds are {FaultKinds.Names}");
        }

        faults.Clear(camera, stream, rule?.Kind);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoSuchStream() =>
        TypedResults.Problem("GET /cameras lists them.", statusCode: 404, title: "No such camera or stream");

    private static ProblemHttpResult NoFault(string error) =>
        TypedResults.Problem($"{error}.", statusCode: 400, title: "No such fault");
}

/// <summary>The body of PUT.</summary>
internal sealed record FaultRequest(string? Kind, double? Seconds, int? Count, double? Value);

/// <summary>A fault as <c>GET /api/faults</c> lists it.</summary>
/// <param name="Camera">The camera's id.</param>
/// <param name="Stream">"main" or "sub"; null for both.</param>
/// <param name="Kind">The name of its kind.</param>
/// <param name="Seconds">What is left of its time; null for ever.</param>
/// <param name="Count">Connections that will still meet it; null all.</param>
/// <param name="Value">As it was set.</param>
internal sealed record FaultListing(
    string Camera,
    string? Stream,
    string Kind,
    double? Seconds,
    int? Count,
    double? Value
);
