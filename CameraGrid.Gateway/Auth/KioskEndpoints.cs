using CameraGrid.Cameras;
using CameraGrid.Gateway.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway.Auth;

/// <summary><c>/api/kiosks</c>: links by which a screen watches without a password, for admins.</summary>
internal static class KioskEndpoints
{
    private const string Path = "/api/kiosks";

    public static void MapKiosks(this IEndpointRouteBuilder routes)
    {
        var kiosks = routes.MapGroup(Path).ForAdmins();
        kiosks.MapRead("", GetAsync).WithSummary("All kiosks, without their links");
        kiosks
            .MapPost("", AddAsync)
            .WithSummary("Makes a kiosk; the answer holds its link, which is told this once")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        kiosks
            .MapDelete("{name}", RemoveAsync)
            .WithSummary("Revokes a kiosk's link; its sessions end")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<KiosksView>> GetAsync(UserAccounts accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            new KiosksView([.. (await accounts.ReadAllAsync(cancellationToken)).Kiosks.Select(KioskView.Of)])
        );

    private static async Task<Results<Created<KioskLinkView>, ProblemHttpResult>> AddAsync(
        NewKiosk kiosk,
        UserAccounts accounts,
        CancellationToken cancellationToken
    )
    {
        if (AccountRules.NameOf(kiosk.Name) is not { } name)
        {
            return AuthProblems.BadName();
        }

        return await accounts.AddKioskAsync(name, cancellationToken) is { } link
            ? TypedResults.Created($"{Path}/{name}", new KioskLinkView(name, link))
            : AuthProblems.NameTaken();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string name,
        UserAccounts accounts,
        CancellationToken cancellationToken
    ) =>
        AccountRules.NameOf(name) is { } known && await accounts.RemoveKioskAsync(known, cancellationToken)
            ? TypedResults.NoContent()
            : AuthProblems.NoSuchName(Path);
}
