using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace CameraGrid.Gateway.Http;

/// <summary>What all routes below <c>/api</c> have in common.</summary>
internal static class ApiRoutes
{
    private const string Prefix = "/api/";

    /// <summary>
    /// Maps GET, and HEAD for the headers only (RFC 9110, 9.3.2); the server leaves out the content by itself. Not for what
    /// never ends, such as events.
    /// </summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler)
    {
        routes.MapMethods(pattern, [HttpMethods.Head], handler).ExcludeFromDescription();
        return routes.MapGet(pattern, handler);
    }

    /// <summary>What no other endpoint answers is a problem, and not a page of the frontend.</summary>
    public static void MapRestOfApi(this IEndpointRouteBuilder routes) =>
        routes.Map($"{Prefix}{{**path}}", Answer).ExcludeFromDescription();

    // This endpoint takes every method, so the framework finds none that is not allowed.
    private static ProblemHttpResult Answer(HttpContext context, EndpointDataSource endpoints)
    {
        string[] allowed =
        [
            .. endpoints
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => IsAt(endpoint.RoutePattern, context.Request.Path))
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Distinct()
                .Order(),
        ];
        if (allowed.Length == 0)
        {
            return Problems.NoSuchRoute();
        }

        // RFC 9110, 15.5.6: "The origin server MUST generate an Allow header field in a 405 response".
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return Problems.WrongMethod(allowed);
    }

    private static bool IsAt(RoutePattern pattern, PathString path) =>
        pattern.RawText is { } text
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && new TemplateMatcher(new RouteTemplate(pattern), []).TryMatch(path, []);
}
