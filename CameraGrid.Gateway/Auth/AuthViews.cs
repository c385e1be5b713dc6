using System.Text.Json;
using System.Text.Json.Serialization;
using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Auth;

/// <summary>Who is signed in.</summary>
/// <param name="Name">Of the account or the kiosk; null where nobody has to sign in.</param>
/// <param name="Role">"viewer" or "admin"; null where nobody has to sign in.</param>
/// <param name="Kiosk">Whether it came in by a kiosk's link.</param>
internal sealed record SessionView(string? Name, string? Role, bool Kiosk)
{
    public static SessionView Of(Session? session) =>
        session is null ? new(null, null, false) : new(session.Name, UserView.TextOf(session.Role), session.IsKiosk);
}

/// <summary>A name and a password to sign in with.</summary>
internal sealed record SignInRequest(string? Name, string? Password);

/// <summary>All accounts, by name.</summary>
internal sealed record UsersView(IReadOnlyList<UserView> Users);

/// <summary>An account.</summary>
/// <param name="Name">In small letters.</param>
/// <param name="Role">"viewer" or "admin".</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record UserView(string Name, string Role, DateTimeOffset CreatedAt)
{
    public static UserView Of(Account account) => new(account.Name, TextOf(account.Role), account.CreatedAt);

    public static string TextOf(AccountRole role) => role is AccountRole.Admin ? "admin" : "viewer";

    public static AccountRole? RoleOf(string? text) =>
        text switch
        {
            "viewer" => AccountRole.Viewer,
            "admin" => AccountRole.Admin,
            _ => null,
        };
}

/// <summary>An account to be made.</summary>
/// <param name="Name">Letters from a to z, digits, dots, dashes and underscores, 64 at most.</param>
/// <param name="Password">12 to 1024 characters.</param>
/// <param name="Role">"viewer" or "admin".</param>
internal sealed record NewUser(string? Name, string? Password, string? Role);

/// <summary>Another password.</summary>
/// <param name="Password">12 to 1024 characters.</param>
internal sealed record NewPassword(string? Password);

/// <summary>Another password for oneself.</summary>
/// <param name="Current">The one to sign in with until now.</param>
/// <param name="Password">12 to 1024 characters.</param>
internal sealed record OwnPassword(string? Current, string? Password);

/// <summary>All kiosks, by name.</summary>
internal sealed record KiosksView(IReadOnlyList<KioskView> Kiosks);

/// <summary>A kiosk.</summary>
/// <param name="Name">In small letters.</param>
/// <param name="CreatedAt">UTC.</param>
internal sealed record KioskView(string Name, DateTimeOffset CreatedAt)
{
    public static KioskView Of(Kiosk kiosk) => new(kiosk.Name, kiosk.CreatedAt);
}

/// <summary>A kiosk to be made.</summary>
/// <param name="Name">Letters from a to z, digits, dots, dashes and underscores, 64 at most.</param>
internal sealed record NewKiosk(string? Name);

/// <summary>A new kiosk's link, told this once.</summary>
/// <param name="Name">The kiosk's.</param>
/// <param name="Link">Its path with the token: put the grid's own address before it.</param>
internal sealed record KioskLinkView(string Name, string Link);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(UsersView))]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(NewPassword))]
[JsonSerializable(typeof(OwnPassword))]
[JsonSerializable(typeof(KiosksView))]
[JsonSerializable(typeof(NewKiosk))]
[JsonSerializable(typeof(KioskLinkView))]
internal sealed partial class AuthJson : JsonSerializerContext;
