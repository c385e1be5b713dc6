using System.Security.Claims;
using CameraGrid.Cameras;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CameraGrid.Gateway.Auth;

/// <summary>Who a request comes from, as its cookie says.</summary>
/// <param name="Name">Of the account or the kiosk.</param>
/// <param name="Role">What it may do.</param>
/// <param name="IsKiosk">It came by a kiosk's link.</param>
/// <param name="Stamp">The account's, or the hash of the kiosk's token: with another one, the session is over.</param>
internal sealed record Session(string Name, AccountRole Role, bool IsKiosk, string Stamp)
{
    private const string StampClaim = "stamp";
    private const string KioskClaim = "kiosk";

    public static Session Of(Account account) => new(account.Name, account.Role, IsKiosk: false, account.Stamp);

    public static Session Of(Kiosk kiosk) => new(kiosk.Name, AccountRole.Viewer, IsKiosk: true, kiosk.TokenHash);

    /// <summary>Null where nobody signed in.</summary>
    public static Session? Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { } name }
        && user.FindFirstValue(StampClaim) is { } stamp
        && Enum.TryParse<AccountRole>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Session(name, role, user.HasClaim(claim => claim.Type == KioskClaim), stamp)
            : null;

    public ClaimsPrincipal ToPrincipal()
    {
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.Name, Name),
                new Claim(ClaimTypes.Role, Role.ToString()),
                new Claim(StampClaim, Stamp),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme
        );
        if (IsKiosk)
        {
            identity.AddClaim(new Claim(KioskClaim, "true"));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>The name only: a stamp is nothing for a log.</summary>
    public override string ToString() => Name;
}
