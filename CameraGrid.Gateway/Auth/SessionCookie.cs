using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace CameraGrid.Gateway.Auth;

/// <summary>The cookie that holds a session, sealed, and for how long.</summary>
internal sealed class SessionCookie(AccountDirectory directory, AccountFeed feed)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>A session that is not used for so long is over. A screen on a wall uses its own all the time.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const string Name = "camgrid";

    public static AuthenticationProperties Kept => new() { IsPersistent = true };

    public void Configure(string? name, CookieAuthenticationOptions options) => Configure(options);

    public void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        // Links to the grid work from elsewhere; what changes anything is no link.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.CookieManager = new HostPrefix();
        options.Events.OnValidatePrincipal = ValidateAsync;
    }

    private async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var session = context.Principal is { } user ? Session.Of(user) : null;
        if (session is null)
        {
            context.RejectPrincipal();
            return;
        }

        if (!directory.IsCurrent(session))
        {
            // It may be newer than what is known here, by another gateway's hand.
            await feed.RefreshAsync(context.HttpContext.RequestAborted);
            if (!directory.IsCurrent(session))
            {
                context.RejectPrincipal();
            }
        }
    }

    /// <summary>
    /// Over https the name gets the prefix with which browsers take the cookie from this host only, and only sealed (RFC 6265bis,
    /// 4.1.3.2). Over http they refuse such a name.
    /// </summary>
    private sealed class HostPrefix : ICookieManager
    {
        private readonly ChunkingCookieManager _cookies = new();

        public string? GetRequestCookie(HttpContext context, string key) =>
            _cookies.GetRequestCookie(context, Prefixed(context, key));

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
            _cookies.AppendResponseCookie(context, Prefixed(context, key), value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
            _cookies.DeleteCookie(context, Prefixed(context, key), options);

        private static string Prefixed(HttpContext context, string key) =>
            context.Request.IsHttps ? $"__Host-{key}" : key;
    }
}
