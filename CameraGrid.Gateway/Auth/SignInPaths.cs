namespace CameraGrid.Gateway.Auth;

/// <summary>Where people sign in and out.</summary>
internal static class SignInPaths
{
    /// <summary>The page and its form; <c>?return=</c> is where to go afterwards.</summary>
    public const string SignIn = "/login";

    /// <summary>Where a form ends the session.</summary>
    public const string SignOut = "/logout";

    /// <summary>
    /// A kiosk's link. Its token stands behind <c>#</c>, which no browser sends: neither this server's log nor that of a proxy
    /// between can hold it. The page posts it.
    /// </summary>
    public const string Enter = "/enter";

    /// <summary>The query's part that says where to go after signing in.</summary>
    public const string Return = "return";

    /// <summary>The sign-in page, to come back from to an address of this site.</summary>
    /// <param name="path">With its query.</param>
    /// <param name="notice">What the page says: the id of one of its texts.</param>
    public static string SignInFrom(string? path, string? notice = null) =>
        SignIn + (path is null or "/" ? "" : QueryString.Create(Return, path)) + (notice is null ? "" : $"#{notice}");

    /// <summary>The address to go to: one of this site, whatever it was asked for.</summary>
    public static string Local(string? path) =>
        path is ['/', ..] && Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult.IsLocalUrl(path) ? path : "/";
}

/// <summary>The texts that the sign-in page may show, by their id.</summary>
internal static class SignInNotices
{
    public const string Wrong = "wrong";
    public const string TooMany = "too-many";
    public const string Busy = "busy";
    public const string Away = "away";
    public const string NoAccount = "no-account";
    public const string NoKiosk = "no-kiosk";
}
