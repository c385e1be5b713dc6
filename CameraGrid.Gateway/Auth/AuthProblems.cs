using System.Globalization;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway.Auth;

/// <summary>The problems of sign-in and accounts. No name that was asked for is repeated where it may be a password.</summary>
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

    public static ProblemHttpResult TooMany(TimeSpan wait) =>
        Of(
            StatusCodes.Status429TooManyRequests,
            "Too many tries",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Too many wrong sign-ins. Try again in {Math.Ceiling(wait.TotalSeconds)} s."
            )
        );

    public static ProblemHttpResult Busy() =>
        Of(StatusCodes.Status503ServiceUnavailable, "Busy", "Too many sign in at once. Try again in a moment.");

    public static ProblemHttpResult NoSignIn() =>
        Of(StatusCodes.Status409Conflict, "No sign-in", "There is no account, so there is nothing to sign in to.");

    public static ProblemHttpResult BadName() =>
        Of(StatusCodes.Status400BadRequest, "Bad name", $"A \"name\" has {AccountRules.NameRule}.");

    public static ProblemHttpResult BadPassword() =>
        Of(StatusCodes.Status400BadRequest, "Bad password", $"A \"password\" has {AccountRules.PasswordRule}.");

    public static ProblemHttpResult BadRole() =>
        Of(StatusCodes.Status400BadRequest, "Bad role", "\"role\" is \"viewer\" or \"admin\".");

    public static ProblemHttpResult NoSuchName(string where) =>
        Of(StatusCodes.Status404NotFound, "No such name", $"GET {where} lists them.");

    public static ProblemHttpResult NameTaken() =>
        Of(StatusCodes.Status409Conflict, "Name taken", "There is one of this name already.");

    public static ProblemHttpResult LastAdmin() =>
        Of(
            StatusCodes.Status409Conflict,
            "Last admin",
            "Without this account nobody could manage accounts. Make another admin first."
        );

    private static ProblemHttpResult Of(int status, string title, string detail) =>
        TypedResults.Problem(detail, statusCode: status, title: title);
}
