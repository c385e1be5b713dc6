using CameraGrid.Frontend;
using Microsoft.AspNetCore.Routing;

namespace CameraGrid.Tests.Deploy;

/// <summary>The addresses that service defaults give to every service.</summary>
internal static class Endpoints
{
    public static IReadOnlyList<string> OfEveryService { get; } = Read();

    private static List<string> Read()
    {
        using var app = FrontendService.Build([]);
        return
        [
            .. ((IEndpointRouteBuilder)app)
                .DataSources.SelectMany(source => source.Endpoints)
                .OfType<RouteEndpoint>()
                .Select(endpoint => endpoint.RoutePattern.RawText!),
        ];
    }
}
