using CameraGrid.Cameras;
using CameraGrid.Gateway.Auth;
using CameraGrid.ServiceDefaults;
using CameraGrid.Standalone.Store;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CameraGrid.Standalone;

/// <summary>The accounts of the store in the data folder.</summary>
internal static class StandaloneAccounts
{
    /// <summary>
    /// Runs a <c>user</c> or <c>kiosk</c> command: on the store of the process that runs over the data folder, or on one of its
    /// own where none does.
    /// </summary>
    /// <returns>The exit code, as of <see cref="AccountCommand.RunAsync(string[], string)"/>.</returns>
    public static Task<int> RunAsync(string[] args) =>
        ServiceProgram.RunAsync(() =>
        {
            var configuration = new ConfigurationManager();
            configuration.AddEnvironmentVariables();
            configuration.AddDotEnvFile();
            return RunAsync(StandaloneOptions.DataOf(configuration), store => AccountCommand.RunAsync(args, store));
        });

    internal static async Task<int> RunAsync(string path, Func<string, Task<int>> command)
    {
        DataFolder? folder = null;
        try
        {
            folder = DataFolder.Open(path);
        }
        catch (OptionsValidationException) when (DataFolder.Announced(path) is not null)
        {
            // It runs.
        }

        if (folder is null)
        {
            return await command(DataFolder.Announced(path)!);
        }

        using (folder)
        {
            await using var store = EmbeddedStore.Start(folder.Store);
            return await command(store.ConnectionString);
        }
    }

    /// <summary>Other machines may reach the grid only where they have to sign in.</summary>
    /// <exception cref="OptionsValidationException">There is no account.</exception>
    public static async Task RequireAsync(string store, CancellationToken cancellationToken)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(store);
        if ((await new AccountStore(redis).ReadAllAsync(cancellationToken)).Accounts.Count == 0)
        {
            throw new OptionsValidationException(
                "Standalone",
                typeof(StandaloneOptions),
                [
                    $"{StandaloneOptions.UrlKey}: only an address of this machine itself is accepted (127.0.0.1, [::1] or "
                        + "localhost), since there is no account yet, so nobody would have to sign in. \"./camgrid user add "
                        + $"NAME\" makes one, and so does {FirstAccount.PasswordKey}. {OpenAccess.AllowRemoteKey}=true "
                        + "does without, where something else keeps strangers out.",
                ]
            );
        }
    }
}
