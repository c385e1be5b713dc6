using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway.Auth;

/// <summary>Only who may come in by <see cref="Access"/>.</summary>
/// <param name="ToChange">And of them only who may change how the grid is set up.</param>
internal sealed record AccessRequirement(bool ToChange = false) : IAuthorizationRequirement;

internal sealed class AccessHandler(Access access) : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var session = Session.Of(context.User);
        if (requirement.ToChange ? access.AllowsChanges(session) : access.Allows(session))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>
/// What those hear who may not come in: a page leads to the sign-in page, all else gets a problem that says what to do.
/// </summary>
internal sealed class AccessAnswers(Access access) : IAuthorizationMiddlewareResultHandler
{
    private static readonly PathString[] NoPages = ["/api", "/live", "/openapi"];

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var mode = access.Mode;
        if (!IsPage(context.Request))
        {
            return ProblemOf(mode, context).ExecuteAsync(context);
        }

        if (mode is AccessMode.Unknown)
        {
            // The page holds no secret, says that it waits, and goes on by itself.
            return next(context);
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(
            SignInPaths.SignInFrom(
                context.Request.Path + context.Request.QueryString,
                mode is AccessMode.Locked ? SignInNotices.NoAccount : null
            )
        );
        return Task.CompletedTask;
    }

    private static ProblemHttpResult ProblemOf(AccessMode mode, HttpContext context)
    {
        switch (mode)
        {
            case AccessMode.Unknown:
                context.Response.Headers.RetryAfter = "1";
                return AuthProblems.NotKnownYet();
            case AccessMode.SignIn when Session.Of(context.User) is null:
                return AuthProblems.SignInFirst();
            case AccessMode.SignIn:
                return AuthProblems.ForAdmins();
            default:
                return AuthProblems.NoAccount();
        }
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !NoPages.Any(path => request.Path.StartsWithSegments(path));
}
