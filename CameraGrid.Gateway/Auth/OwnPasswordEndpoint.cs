using CameraGrid.Cameras;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CameraGrid.Gateway.Auth;

/// <summary><c>/api/session/password</c>: whoever is signed in changes the own password.</summary>
internal static class OwnPasswordEndpoint
{
    public static void MapOwnPassword(this IEndpointRouteBuilder routes) =>
        routes
            .MapPut("/api/session/password", ChangeAsync)
            .WithTags("Accounts")
            .WithMetadata(new RequestSizeLimitAttribute(SignInEndpoints.MostBytes))
            .WithSummary("Changes the own password; the answer sets this session's cookie anew, all others end")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddEndpointFilter(AuthServices.AnswerStoreAsync);

    private static async Task<Results<NoContent, ProblemHttpResult>> ChangeAsync(
        OwnPassword body,
        SignIn signIn,
        AccountFeed feed,
        HttpContext context
    )
    {
        if (Session.Of(context.User) is not { } session)
        {
            return AuthProblems.NoSignIn();
        }

        if (session.IsKiosk)
        {
            return AuthProblems.NoPassword();
        }

        if (!AccountRules.IsPassword(body.Password))
        {
            return AuthProblems.BadPassword();
        }

        var result = await signIn.ChangePasswordAsync(
            session,
            body.Current,
            body.Password!,
            context.Connection.RemoteIpAddress,
            context.RequestAborted
        );
        switch (result.Outcome)
        {
            case SignInOutcome.Done:
                // Before the browser shows the cookie that is newer than what is known here.
                await feed.ReadAsync(CancellationToken.None);
                await context.SignInAsync(result.Session!.ToPrincipal(), SessionCookie.Kept);
                return TypedResults.NoContent();
            case SignInOutcome.TooMany:
                return AuthProblems.TooMany(context.Response, result.RetryAfter);
            case SignInOutcome.Busy:
                return AuthProblems.Busy();
            default:
                return AuthProblems.WrongPassword();
        }
    }
}
