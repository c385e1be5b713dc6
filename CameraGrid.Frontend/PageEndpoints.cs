using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace CameraGrid.Frontend;

/// <summary>The page's addresses.</summary>
internal static class PageEndpoints
{
    private const string Index = "index.html";
    private const string SignIn = "login.html";
    private const string Cameras = "cameras.html";
    private const string Accounts = "accounts.html";

    // All the page needs: its own files, media through blob: URLs, and this server.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private const string NotBuilt = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <title>CameraGrid</title>
        <h1>The page is not built yet</h1>
        <p>Stop this program and start it with <code>./camgrid up</code>, which builds the page first.</p>
        </html>
        """;

    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public static void MapPage(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], Serve);

    private static Results<PhysicalFileHttpResult, ContentHttpResult, NotFound> Serve(
        string? path,
        HttpContext context,
        BuiltPage page
    )
    {
        var name = string.IsNullOrEmpty(path) ? Index : path;
        if (page.Find(name, Accepts) is { } file)
        {
            return Send(context.Response, name, file);
        }

        // A missing asset is missing; any other address is one of the page's own.
        if (Path.HasExtension(name) && name != Index)
        {
            return TypedResults.NotFound();
        }

        var html = name switch
        {
            "login" or "enter" => SignIn,
            "cameras" => Cameras,
            "accounts" => Accounts,
            _ => Index,
        };
        return page.Find(html, Accepts) is { } index
            ? Send(context.Response, html, index)
            : TypedResults.Content(NotBuilt, "text/html; charset=utf-8", null, StatusCodes.Status503ServiceUnavailable);

        bool Accepts(string encoding) =>
            context
                .Request.GetTypedHeaders()
                .AcceptEncoding.Any(accepted =>
                    accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0
                );
    }

    private static PhysicalFileHttpResult Send(HttpResponse response, string name, PageFile file)
    {
        var headers = response.Headers;
        // Assets carry a hash of their content in their name; all else is asked for again each time.
        headers.CacheControl = name.StartsWith("assets/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentEncoding = file.Encoding;
        headers.XContentTypeOptions = "nosniff";
        if (!ContentTypes.TryGetContentType(name, out var type))
        {
            type = "application/octet-stream";
        }

        if (name is Index or SignIn or Cameras or Accounts)
        {
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers["Referrer-Policy"] = "same-origin";
            type = "text/html; charset=utf-8";
        }

        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{file.LastModified.Ticks:x}-{file.Length:x}\"");
        return TypedResults.PhysicalFile(
            file.PhysicalPath,
            type,
            lastModified: file.LastModified,
            entityTag: new EntityTagHeaderValue(tag)
        );
    }
}
