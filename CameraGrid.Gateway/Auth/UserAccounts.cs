using System.Security.Cryptography;
using System.Text;
using CameraGrid.Cameras;

namespace CameraGrid.Gateway.Auth;

/// <summary>Makes and changes accounts and kiosks. Names and passwords are to be as <see cref="AccountRules"/> says.</summary>
internal sealed class UserAccounts(AccountStore store, Passwords passwords, TimeProvider time)
{
    private const int TokenBytes = 32;

    /// <returns>False where there is one of this name.</returns>
    public async Task<bool> AddAsync(
        string name,
        string password,
        AccountRole role,
        CancellationToken cancellationToken
    ) =>
        await store.AddAsync(
            new Account(
                name,
                role,
                await passwords.HashAsync(password, cancellationToken),
                NewStamp(),
                time.GetUtcNow()
            ),
            cancellationToken
        );

    /// <returns>False where there is none of this name.</returns>
    public async Task<bool> SetPasswordAsync(string name, string password, CancellationToken cancellationToken) =>
        await store.SetPasswordAsync(
            name,
            await passwords.HashAsync(password, cancellationToken),
            NewStamp(),
            formerStamp: null,
            cancellationToken
        );

    /// <summary>Gives the account of a session another password, which ends its other sessions.</summary>
    /// <returns>What the session is from now on; null where it is over, as by a password that came first.</returns>
    public async Task<Session?> ChangePasswordAsync(
        Session session,
        string password,
        CancellationToken cancellationToken
    )
    {
        var stamp = NewStamp();
        var hash = await passwords.HashAsync(password, cancellationToken);
        return await store.SetPasswordAsync(session.Name, hash, stamp, session.Stamp, cancellationToken)
            ? session with
            {
                Stamp = stamp,
            }
            : null;
    }

    public Task<AccountRemoval> RemoveAsync(string name, CancellationToken cancellationToken) =>
        store.RemoveAsync(name, cancellationToken);

    /// <returns>The path of its link, which is told this once; null where there is one of this name.</returns>
    public async Task<string?> AddKioskAsync(string name, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var kiosk = new Kiosk(name, HashOf(token), time.GetUtcNow());
        return await store.AddAsync(kiosk, cancellationToken) ? $"{SignInPaths.Enter}#{token}" : null;
    }

    /// <returns>False where there is none of this name.</returns>
    public Task<bool> RemoveKioskAsync(string name, CancellationToken cancellationToken) =>
        store.RemoveKioskAsync(name, cancellationToken);

    public Task<AccountRecords> ReadAllAsync(CancellationToken cancellationToken) =>
        store.ReadAllAsync(cancellationToken);

    // A token is random as a whole, so its hash needs neither salt nor time.
    public static string HashOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
