namespace CameraGrid.Cameras;

/// <summary>What names and passwords of accounts look like.</summary>
public static class AccountRules
{
    /// <summary>Characters of a name, at most.</summary>
    public const int LongestName = 64;

    /// <summary>Characters of a password, at least.</summary>
    public const int ShortestPassword = 12;

    /// <summary>Characters of a password, at most: what is longer only costs.</summary>
    public const int LongestPassword = 1024;

    /// <summary>Says what a name must be.</summary>
    public const string NameRule = "letters from a to z, digits, dots, dashes and underscores, 64 at most";

    /// <summary>Says what a password must be.</summary>
    public const string PasswordRule = "12 to 1024 characters";

    /// <summary>The name as it is kept, in small letters; null where it cannot be one.</summary>
    public static string? NameOf(string? text)
    {
        var name = text?.Trim().ToLowerInvariant() ?? "";
        return name.Length is > 0 and <= LongestName && name.All(IsOfName) ? name : null;
    }

    /// <summary>Whether a password may be set. None is refused when signing in.</summary>
    public static bool IsPassword(string? text) => text is { Length: >= ShortestPassword and <= LongestPassword };

    private static bool IsOfName(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '.' or '-' or '_';
}
