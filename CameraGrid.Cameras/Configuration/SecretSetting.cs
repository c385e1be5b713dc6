using Microsoft.Extensions.Configuration;

namespace CameraGrid.Cameras.Configuration;

/// <summary>A secret that is given by a key, or by a file that another key names, such as a mounted one.</summary>
internal static class SecretSetting
{
    /// <returns>Null where there is none.</returns>
    /// <param name="configuration">Where the keys are looked up.</param>
    /// <param name="key">Holds the secret.</param>
    /// <param name="fileKey">Names the file.</param>
    /// <param name="isRight">Whether it may be used.</param>
    /// <param name="rule">What it must be, as in "a password has 12 characters or more".</param>
    /// <param name="errors">Takes what is wrong, each with its key and without the secret.</param>
    public static string? Read(
        IConfiguration configuration,
        string key,
        string fileKey,
        Predicate<string> isRight,
        string rule,
        ICollection<string> errors
    )
    {
        var (secret, file) = (configuration[key], configuration[fileKey]?.Trim());
        if (string.IsNullOrEmpty(file))
        {
            return Checked(secret, key);
        }

        if (!string.IsNullOrEmpty(secret))
        {
            errors.Add($"{fileKey}: {key} is set as well; leave one of them out.");
            return null;
        }

        try
        {
            // Editors and kubectl end a file with a new line, which is no part of the secret.
            return Checked(File.ReadAllText(file).TrimEnd('\r', '\n'), fileKey);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{fileKey}: the file cannot be read: {exception.Message}");
            return null;
        }

        string? Checked(string? text, string from)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            if (isRight(text))
            {
                return text;
            }

            errors.Add($"{from}: {rule}.");
            return null;
        }
    }
}
