using System.Globalization;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// The problems of sign-in and accounts. No name that was asked for is repeated where it may be a password. Where a member of
/// the request's body is wrong, the problem's <c>field</c> names it (RFC 9457, 3.2), so that a form can tell it beside that.
/// </summary>
internal static class AuthProblems
{
    public static ProblemHttpResult SignInFirst() =>
        Of(StatusCodes.Status401Unauthorized, "Sign in first", "Sign in at /login, or by POST /api/session.");

    public static ProblemHttpResult ForAdmins() =>
        Of(StatusCodes.Status403Forbidden, "For admins", "Only an admin may do this.");

    public static ProblemHttpResult NoAccount() =>
        Of(
            StatusCodes.Status403Forbidden,
            "No account",
            "There is no account yet. Make the first one where CameraGrid runs, with \"./camgrid user add NAME\", or by "
                + $"{FirstAccount.PasswordKey}."
        );

    public static ProblemHttpResult NotKnownYet() =>
        Of(
            StatusCodes.Status503ServiceUnavailable,
            "No store",
            "The store does not answer, so who may come in is not known yet. Start Redis or repair what it says, check "
                + "ConnectionStrings:redis, and try again in a moment."
        );

    public static ProblemHttpResult Wrong() =>
        Of(StatusCodes.Status401Unauthorized, "Wrong", "The name or the password is wrong.");

    /// <summary>Says in a header, too, when to try again.</summary>
    public static ProblemHttpResult TooMany(HttpResponse response, TimeSpan wait)
    {
        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.Headers.RetryAfter = seconds;
        return Of(
            StatusCodes.Status429TooManyRequests,
            "Too many tries",
            $"Too many wrong passwords. Try again in {seconds} s."
        );
    }

    public static ProblemHttpResult Busy() =>
        Of(StatusCodes.Status503ServiceUnavailable, "Busy", "Too many sign in at once. Try again in a moment.");

    public static ProblemHttpResult NoSignIn() =>
        Of(StatusCodes.Status409Conflict, "No sign-in", "There is no account, so there is nothing to sign in to.");

    public static ProblemHttpResult NoPassword() =>
        Of(StatusCodes.Status403Forbidden, "No password", "A kiosk has a link, and no password that it could change.");

    public static ProblemHttpResult WrongPassword() =>
        Of(StatusCodes.Status403Forbidden, "Wrong password", "The current password is wrong.", field: "current");

    public static ProblemHttpResult BadName() =>
        Of(StatusCodes.Status400BadRequest, "Bad name", $"A name has {AccountRules.NameRule}.", field: "name");

    public static ProblemHttpResult BadPassword() =>
        Of(
            StatusCodes.Status400BadRequest,
            "Bad password",
            $"A password has {AccountRules.PasswordRule}.",
            field: "password"
        );

    public static ProblemHttpResult BadRole() =>
        Of(StatusCodes.Status400BadRequest, "Bad role", "A role is \"viewer\" or \"admin\".", field: "role");

    public static ProblemHttpResult NoSuchName(string where) =>
        Of(StatusCodes.Status404NotFound, "No such name", $"GET {where} lists them.");

    public static ProblemHttpResult NameTaken() =>
        Of(StatusCodes.Status409Conflict, "Name taken", "There is one of this name already.", field: "name");

    public static ProblemHttpResult LastAdmin() =>
        Of(
            StatusCodes.Status409Conflict,
            "Last admin",
            "Without this account nobody could manage accounts. Make another admin first."
        );

    private static ProblemHttpResult Of(int status, string title, string detail, string? field = null) =>
        TypedResults.Problem(
            detail,
            statusCode: status,
            title: title,
            extensions: field is null ? null : [KeyValuePair.Create<string, object?>("field", field)]
        );
}
