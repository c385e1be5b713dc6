namespace CameraGrid.Gateway.Http;

/// <summary>What every answer tells the browser not to do.</summary>
internal static class SecurityHeaders
{
    // A static application that plays from memory (blob: media) and whose player (hls.js) starts its worker from a blob.
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(Write, context.Response);
                return next(context);
            }
        );

    // When the answer starts, since an error page and a proxied answer replace what was set before.
    private static Task Write(object state)
    {
        var response = (HttpResponse)state;
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // None to other sites. Without any, a browser would say of this site's own forms that they come from nowhere.
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        // No other site's page shows a snapshot, not even as a picture.
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (headers.CacheControl.Count == 0 && response.HttpContext.Request.Path.StartsWithSegments("/api"))
        {
            headers.CacheControl = "no-store";
        }
        else if (response.HttpContext.User.Identity is { IsAuthenticated: true })
        {
            KeepPrivate(response);
        }

        return Task.CompletedTask;
    }

    // What one signed in for is kept by that one's browser, and by nothing on the way.
    private static void KeepPrivate(HttpResponse response)
    {
        if (response.HttpContext.Request.Path.StartsWithSegments("/live"))
        {
            response.Headers.CacheControl = response
                .Headers.CacheControl.ToString()
                .Replace("public", "private", StringComparison.Ordinal);
        }
    }
}
