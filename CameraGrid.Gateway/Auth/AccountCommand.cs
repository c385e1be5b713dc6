using CameraGrid.Cameras;
using CameraGrid.ServiceDefaults;
using StackExchange.Redis;

namespace CameraGrid.Gateway.Auth;

/// <summary>
/// <c>user</c> and <c>kiosk</c> on the command line. They work on the store itself: who may reach it needs no other leave.
/// </summary>
public static class AccountCommand
{
    private const int Failed = 1;
    private const int Misused = 2;

    private const string Usage = """
        Usage:
          user add NAME [--admin]   make an account; the first one is an admin
          user password NAME        give it another password, which ends its sessions
          user remove NAME          remove it, which ends its sessions
          user list
          kiosk add NAME            make a link by which a screen watches without a password
          kiosk remove NAME         revoke it, which ends its sessions
          kiosk list
        A password is asked for, or read as a line of standard input.
        """;

    /// <summary>Whether these arguments are such a command.</summary>
    public static bool IsMeant(string[] args) => args is ["user" or "kiosk", ..];

    /// <summary>Runs one on the store that the environment or <c>.env</c> names.</summary>
    /// <param name="args">Such as <c>user add ann --admin</c>.</param>
    /// <returns>The exit code: 0; 1 where it could not be done; 2 where it was misspelt.</returns>
    public static Task<int> RunAsync(string[] args) =>
        ServiceProgram.RunAsync(() =>
        {
            var configuration = new ConfigurationManager();
            configuration.AddEnvironmentVariables();
            configuration.AddDotEnvFile();
            return RunAsync(args, RedisExtensions.ConnectionOf(configuration));
        });

    /// <summary>Runs one, and tells what came of it.</summary>
    /// <param name="args">Such as <c>user add ann --admin</c>.</param>
    /// <param name="store">As StackExchange.Redis reads it.</param>
    /// <returns>The exit code: 0; 1 where it could not be done; 2 where it was misspelt.</returns>
    public static Task<int> RunAsync(string[] args, string store) =>
        RunAsync(args, store, PasswordPrompt.Read, Console.Out, Console.Error);

    internal static async Task<int> RunAsync(
        string[] args,
        string store,
        Func<string?> readPassword,
        TextWriter output,
        TextWriter errors
    )
    {
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(store);
            using var passwords = new Passwords();
            var accounts = new UserAccounts(new AccountStore(redis), passwords, TimeProvider.System);
            var (code, text) = await RunAsync(args, accounts, readPassword);
            await (code == 0 ? output : errors).WriteLineAsync(text);
            return code;
        }
        catch (Exception exception) when (exception is RedisConnectionException or StoreUnavailableException)
        {
            await errors.WriteLineAsync(
                "The store does not answer. Start it, or correct ConnectionStrings__redis, and try again."
            );
            return Failed;
        }
    }

    private static Task<(int Code, string Text)> RunAsync(
        string[] args,
        UserAccounts accounts,
        Func<string?> readPassword
    ) =>
        args switch
        {
            ["user", "list"] => ListUsersAsync(accounts),
            ["kiosk", "list"] => ListKiosksAsync(accounts),
            ["user" or "kiosk", _, var text, ..] when AccountRules.NameOf(text) is null => Task.FromResult(
                (Failed, $"A name has {AccountRules.NameRule}.")
            ),
            ["user", "add", var text] => AddAsync(accounts, NameOf(text), AccountRole.Viewer, readPassword),
            ["user", "add", var text, "--admin"] => AddAsync(accounts, NameOf(text), AccountRole.Admin, readPassword),
            ["user", "password", var text] => SetPasswordAsync(accounts, NameOf(text), readPassword),
            ["user", "remove", var text] => RemoveAsync(accounts, NameOf(text)),
            ["kiosk", "add", var text] => AddKioskAsync(accounts, NameOf(text)),
            ["kiosk", "remove", var text] => RemoveKioskAsync(accounts, NameOf(text)),
            _ => Task.FromResult((Misused, Usage)),
        };

    private static (int, string) BadPassword =>
        (Failed, $"A password has {AccountRules.PasswordRule}, and is given twice the same.");

    private static string NameOf(string text) => AccountRules.NameOf(text)!;

    private static string? PasswordOf(Func<string?> readPassword) =>
        readPassword() is { } password && AccountRules.IsPassword(password) ? password : null;

    private static async Task<(int, string)> ListUsersAsync(UserAccounts accounts)
    {
        var records = await accounts.ReadAllAsync(CancellationToken.None);
        return (
            0,
            records.Accounts.Count == 0
                ? "There is no account."
                : string.Join(
                    '\n',
                    records.Accounts.Select(account =>
                        $"{account.Name, -24} {UserView.TextOf(account.Role), -7} since {account.CreatedAt:yyyy-MM-dd}"
                    )
                )
        );
    }

    private static async Task<(int, string)> ListKiosksAsync(UserAccounts accounts)
    {
        var records = await accounts.ReadAllAsync(CancellationToken.None);
        return (
            0,
            records.Kiosks.Count == 0
                ? "There is no kiosk."
                : string.Join(
                    '\n',
                    records.Kiosks.Select(kiosk => $"{kiosk.Name, -24} since {kiosk.CreatedAt:yyyy-MM-dd}")
                )
        );
    }

    private static async Task<(int, string)> AddAsync(
        UserAccounts accounts,
        string name,
        AccountRole role,
        Func<string?> readPassword
    )
    {
        if (PasswordOf(readPassword) is not { } password)
        {
            return BadPassword;
        }

        var records = await accounts.ReadAllAsync(CancellationToken.None);
        var granted = records.Accounts.Count == 0 ? AccountRole.Admin : role;
        return await accounts.AddAsync(name, password, granted, CancellationToken.None)
            ? (0, $"{name} may sign in, as {UserView.TextOf(granted)}.")
            : (Failed, $"There is an account {name} already.");
    }

    private static async Task<(int, string)> SetPasswordAsync(
        UserAccounts accounts,
        string name,
        Func<string?> readPassword
    )
    {
        if (PasswordOf(readPassword) is not { } password)
        {
            return BadPassword;
        }

        return await accounts.SetPasswordAsync(name, password, CancellationToken.None)
            ? (0, $"{name} has another password, and has to sign in again everywhere.")
            : (Failed, $"There is no account {name}.");
    }

    private static async Task<(int, string)> RemoveAsync(UserAccounts accounts, string name) =>
        await accounts.RemoveAsync(name, CancellationToken.None) switch
        {
            AccountRemoval.Done => (0, $"{name} is gone."),
            AccountRemoval.LastAdmin => (
                Failed,
                $"{name} is the last admin: without it nobody could manage accounts. Make another one first."
            ),
            _ => (Failed, $"There is no account {name}."),
        };

    private static async Task<(int, string)> AddKioskAsync(UserAccounts accounts, string name)
    {
        var records = await accounts.ReadAllAsync(CancellationToken.None);
        if (records.Accounts.Count == 0)
        {
            return (Failed, "Without an account nobody has to sign in, so no kiosk needs a link: user add NAME");
        }

        return await accounts.AddKioskAsync(name, CancellationToken.None) is { } link
            ? (0, $"Open this once on the screen, behind the grid's address. It is not told again:\n{link}")
            : (Failed, $"There is a kiosk {name} already.");
    }

    private static async Task<(int, string)> RemoveKioskAsync(UserAccounts accounts, string name) =>
        await accounts.RemoveKioskAsync(name, CancellationToken.None)
            ? (0, $"The link of {name} is revoked.")
            : (Failed, $"There is no kiosk {name}.");
}
