namespace CameraGrid.Gateway.Http;

/// <summary>
/// Refuses what a page of another site asks for. A WebSocket is not held back by the browser's same-origin rule: without
/// this, any page a viewer happens to open could watch the cameras.
/// </summary>
internal static class SameOrigin
{
    public static void UseSameOrigin(this IApplicationBuilder app) =>
        app.Use(
            (context, next) => IsOther(context.Request) ? Problems.OtherOrigin().ExecuteAsync(context) : next(context)
        );

    // RFC 6454, 7: a browser names the origin of a page in "Origin", "null" where it hides it; other programs send none.
    private static bool IsOther(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(
            Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, Authority(uri, request), StringComparison.OrdinalIgnoreCase)
        );

    // "Host" leaves out the port that is the scheme's own, as Uri.Authority does.
    private static string Authority(Uri origin, HttpRequest request) =>
        Uri.TryCreate($"{origin.Scheme}://{request.Host}", UriKind.Absolute, out var host) ? host.Authority : "";
}
