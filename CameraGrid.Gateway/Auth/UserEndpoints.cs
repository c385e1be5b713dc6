using CameraGrid.Cameras;
using CameraGrid.Gateway.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway.Auth;

/// <summary><c>/api/users</c>: accounts, for admins.</summary>
internal static class UserEndpoints
{
    private const string Path = "/api/users";

    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup(Path).ForAdmins();
        users.MapRead("", GetAsync).WithSummary("All accounts");
        users
            .MapPost("", AddAsync)
            .WithSummary("Makes an account")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        users
            .MapPut("{name}/password", SetPasswordAsync)
            .WithSummary("Gives an account another password; its sessions end")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        users
            .MapDelete("{name}", RemoveAsync)
            .WithSummary("Removes an account; its sessions end. The last admin stays")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<UsersView>> GetAsync(UserAccounts accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            new UsersView([.. (await accounts.ReadAllAsync(cancellationToken)).Accounts.Select(UserView.Of)])
        );

    private static async Task<Results<Created, ProblemHttpResult>> AddAsync(
        NewUser user,
        UserAccounts accounts,
        CancellationToken cancellationToken
    )
    {
        if (AccountRules.NameOf(user.Name) is not { } name)
        {
            return AuthProblems.BadName();
        }

        if (!AccountRules.IsPassword(user.Password))
        {
            return AuthProblems.BadPassword();
        }

        if (UserView.RoleOf(user.Role) is not { } role)
        {
            return AuthProblems.BadRole();
        }

        return await accounts.AddAsync(name, user.Password!, role, cancellationToken)
            ? TypedResults.Created($"{Path}/{name}")
            : AuthProblems.NameTaken();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetPasswordAsync(
        string name,
        NewPassword body,
        UserAccounts accounts,
        CancellationToken cancellationToken
    )
    {
        if (!AccountRules.IsPassword(body.Password))
        {
            return AuthProblems.BadPassword();
        }

        return
            AccountRules.NameOf(name) is { } known
            && await accounts.SetPasswordAsync(known, body.Password!, cancellationToken)
            ? TypedResults.NoContent()
            : AuthProblems.NoSuchName(Path);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name,
        UserAccounts accounts,
        CancellationToken cancellationToken
    ) =>
        AccountRules.NameOf(name) is not { } known
            ? AuthProblems.NoSuchName(Path)
            : await accounts.RemoveAsync(known, cancellationToken) switch
            {
                AccountRemoval.Done => TypedResults.NoContent(),
                AccountRemoval.LastAdmin => AuthProblems.LastAdmin(),
                _ => AuthProblems.NoSuchName(Path),
            };
}
