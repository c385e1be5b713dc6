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
    public static string? PasswordFrom(IConfiguration configuration, ICollection<string> errors)
    {
        var (password, file) = (configuration[PasswordKey], configuration[PasswordFileKey]?.Trim());
        if (string.IsNullOrEmpty(file))
        {
            return Checked(password, PasswordKey, errors);
        }

        if (!string.IsNullOrEmpty(password))
        {
            errors.Add($"{PasswordFileKey}: {PasswordKey} is set as well; leave one of them out.");
            return null;
        }

        try
        {
            // Editors and kubectl end a file with a new line, which is no part of the password.
            return Checked(File.ReadAllText(file).TrimEnd('\r', '\n'), PasswordFileKey, errors);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{PasswordFileKey}: the file cannot be read: {exception.Message}");
            return null;
        }
    }

    private static string? Checked(string? password, string key, ICollection<string> errors)
    {
        if (string.IsNullOrEmpty(password))
        {
            return null;
        }

        if (AccountRules.IsPassword(password))
        {
            return password;
        }

        errors.Add($"{key}: a password has {AccountRules.PasswordRule}.");
        return null;
    }
}
