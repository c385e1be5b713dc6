using System.Net;
using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Auth;

/// <summary>How an attempt to sign in ended.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Session">Where it succeeded.</param>
/// <param name="RetryAfter">Where it was one too many.</param>
internal readonly record struct SignInResult(
    SignInOutcome Outcome,
    Session? Session = null,
    TimeSpan RetryAfter = default
);

internal enum SignInOutcome
{
    Done,
    Wrong,
    TooMany,
    Busy,

    /// <summary>There is nothing to sign in to yet: see <see cref="AccessMode"/>.</summary>
    Off,
}

/// <summary>Compares names and passwords, within limits.</summary>
internal sealed partial class SignIn(
    Access access,
    AccountDirectory directory,
    Passwords passwords,
    SignInLimits limits,
    ILogger<SignIn> logger
)
{
    public async Task<SignInResult> TryAsync(
        string? name,
        string? password,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        if (access.Mode is not AccessMode.SignIn)
        {
            return new(SignInOutcome.Off);
        }

        var known = AccountRules.NameOf(name);
        if (limits.Take(address, known) is { } wait)
        {
            LogTooMany(address);
            return new(SignInOutcome.TooMany, RetryAfter: wait);
        }

        try
        {
            var account = known is null ? null : directory.Find(known);
            if (!await passwords.VerifyAsync(account, password ?? "", cancellationToken))
            {
                LogWrong(address);
                return new(SignInOutcome.Wrong);
            }

            limits.GiveBack(address, known);
            LogDone(account!.Name, address);
            return new(SignInOutcome.Done, Session.Of(account));
        }
        catch (PasswordsBusyException)
        {
            limits.GiveBack(address, known);
            return new(SignInOutcome.Busy);
        }
    }

    /// <summary>The session of a kiosk's token; null where it is revoked, or never was one.</summary>
    public Session? Enter(string? token)
    {
        if (directory.FindKiosk(UserAccounts.HashOf(token ?? "")) is not { } kiosk)
        {
            return null;
        }

        LogEntered(kiosk.Name);
        return Session.Of(kiosk);
    }
}
