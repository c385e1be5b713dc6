using CameraGrid.Cameras.Configuration;
using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras;

/// <summary>The first account where nobody can be asked for a password: in containers.</summary>
public static class FirstAccount
{
    /// <summary>What it is called. It is an admin.</summary>
    public const string Name = "admin";

    /// <summary>Holds its password.</summary>
    public const string PasswordKey = "CAMGRID_ADMIN_PASSWORD";

    /// <summary>Names a file that holds its password, such as a mounted secret.</summary>
    public const string PasswordFileKey = "CAMGRID_ADMIN_PASSWORD_FILE";

    /// <summary>The configured password; null where there is none.</summary>
    /// <param name="configuration">Where the keys are looked up.</param>
    /// <param name="errors">Takes what is wrong, each with its key and without the password.</param>
    public static string? PasswordFrom(IConfiguration configuration, ICollection<string> errors) =>
        SecretSetting.Read(
            configuration,
            PasswordKey,
            PasswordFileKey,
            AccountRules.IsPassword,
            $"a password has {AccountRules.PasswordRule}",
            errors
        );
}
