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
    UserAccounts accounts,
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
        var result = await CompareAsync(name, password, address, cancellationToken);
        if (result.Session is { } session)
        {
            LogDone(session.Name, address);
        }

        return result;
    }

    /// <summary>
    /// Gives the account of a session another password, where its current one is right. Its other sessions end; the result
    /// holds what this one is from now on.
    /// </summary>
    /// <param name="session">Of an account, not of a kiosk.</param>
    /// <param name="current">To be compared, as when signing in.</param>
    /// <param name="password">As <see cref="AccountRules.IsPassword"/> wants it.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StoreUnavailableException">Nothing is changed.</exception>
    /// <exception cref="PasswordsBusyException">Nothing is changed.</exception>
    public async Task<SignInResult> ChangePasswordAsync(
        Session session,
        string? current,
        string password,
        IPAddress? address,
        CancellationToken cancellationToken
    )
    {
        var compared = await CompareAsync(session.Name, current, address, cancellationToken);
        if (compared.Outcome is not SignInOutcome.Done)
        {
            return compared;
        }

        if (await accounts.ChangePasswordAsync(session, password, cancellationToken) is not { } renewed)
        {
            // Another one was set meanwhile: what was right is wrong by now.
            return new(SignInOutcome.Wrong);
        }

        LogPasswordChanged(session.Name, address);
        return compared with { Session = renewed };
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

    private async Task<SignInResult> CompareAsync(
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
            return new(SignInOutcome.Done, Session.Of(account!));
        }
        catch (PasswordsBusyException)
        {
            limits.GiveBack(address, known);
            return new(SignInOutcome.Busy);
        }
    }
}
