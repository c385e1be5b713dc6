using CameraGrid.Gateway.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// Signing in and out: by forms, which need no script, and as <c>/api/session</c>. A page of another site can do neither:
/// <see cref="SameOrigin"/>.
/// </summary>
internal static class SignInEndpoints
{
    /// <summary>Bytes of a request: a name, a password or two, and where to go.</summary>
    public const int MostBytes = 16 * 1024;

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var forms = routes
            .MapGroup("")
            .ExcludeFromDescription()
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        forms.MapPost(SignInPaths.SignIn, SignInByFormAsync);
        forms.MapPost(SignInPaths.SignOut, (Delegate)SignOutByFormAsync);
        forms.MapPost(SignInPaths.Enter, EnterAsync);

        var session = routes.MapGroup("/api/session").WithTags("Accounts");
        session.MapRead("", Get).WithSummary("Who is signed in").ProducesProblem(StatusCodes.Status401Unauthorized);
        session
            .MapPost("", SignInAsync)
            .AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .WithSummary("Signs in; the answer sets the cookie that all other requests need")
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status429TooManyRequests)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        session
            .MapDelete("", (Delegate)SignOutAsync)
            .AllowAnonymous()
            .WithSummary("Signs out: the answer removes the cookie");
    }

    private static Ok<SessionView> Get(HttpContext context) =>
        TypedResults.Ok(SessionView.Of(Session.Of(context.User)));

    private static async Task<Results<NoContent, ProblemHttpResult>> SignInAsync(
        SignInRequest request,
        SignIn signIn,
        Access access,
        HttpContext context
    )
    {
        var result = await TryAsync(request.Name, request.Password, signIn, context);
        return result.Outcome switch
        {
            SignInOutcome.Done => TypedResults.NoContent(),
            SignInOutcome.Wrong => AuthProblems.Wrong(),
            SignInOutcome.TooMany => AuthProblems.TooMany(context.Response, result.RetryAfter),
            SignInOutcome.Busy => AuthProblems.Busy(),
            _ => access.Mode switch
            {
                AccessMode.Unknown => AuthProblems.NotKnownYet(),
                AccessMode.Locked => AuthProblems.NoAccount(),
                _ => AuthProblems.NoSignIn(),
            },
        };
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return TypedResults.NoContent();
    }

    // 303, so that a reload of the next page does not send the form again (RFC 9110, 15.4.4).
    private static async Task<SeeOther> SignInByFormAsync(
        [FromForm] string? name,
        [FromForm] string? password,
        [FromQuery(Name = SignInPaths.Return)] string? to,
        SignIn signIn,
        Access access,
        HttpContext context
    )
    {
        var result = await TryAsync(name, password, signIn, context);
        var target = SignInPaths.Local(to);
        return See(
            result.Outcome switch
            {
                SignInOutcome.Done => target,
                SignInOutcome.Wrong => SignInPaths.SignInFrom(target, SignInNotices.Wrong),
                SignInOutcome.TooMany => SignInPaths.SignInFrom(target, SignInNotices.TooMany),
                SignInOutcome.Busy => SignInPaths.SignInFrom(target, SignInNotices.Busy),
                _ => Without(access.Mode, target),
            }
        );
    }

    private static async Task<SeeOther> SignOutByFormAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return See(SignInPaths.SignIn);
    }

    private static async Task<SeeOther> EnterAsync(
        [FromForm] string? token,
        SignIn signIn,
        Access access,
        AccountFeed feed,
        HttpContext context
    )
    {
        // As the link says, on top of being a kiosk: which cameras, for one.
        var target = $"/?kiosk{context.Request.QueryString.Value?.Replace('?', '&')}";
        if (access.Mode is not AccessMode.SignIn)
        {
            return See(Without(access.Mode, target));
        }

        if (signIn.Enter(token) is not { } session)
        {
            // Made a moment ago at another gateway, or revoked.
            await feed.RefreshAsync(context.RequestAborted);
            if (signIn.Enter(token) is not { } found)
            {
                return See(SignInPaths.SignInFrom(target, SignInNotices.NoKiosk));
            }

            session = found;
        }

        await context.SignInAsync(session.ToPrincipal(), SessionCookie.Kept);
        return See(target);
    }

    private static async Task<SignInResult> TryAsync(string? name, string? password, SignIn signIn, HttpContext context)
    {
        var result = await signIn.TryAsync(name, password, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (result.Session is { } session)
        {
            await context.SignInAsync(session.ToPrincipal(), SessionCookie.Kept);
        }

        return result;
    }

    private static string Without(AccessMode mode, string target) =>
        mode switch
        {
            AccessMode.Unknown => SignInPaths.SignInFrom(target, SignInNotices.Away),
            AccessMode.Locked => SignInPaths.SignInFrom(target, SignInNotices.NoAccount),
            _ => target,
        };

    private static SeeOther See(string target) => new(target);

    private sealed class SeeOther(string target) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = target;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
