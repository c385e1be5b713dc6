using System.Text;

namespace CameraGrid.Gateway.Auth;

/// <summary>Asks a person for a password, unseen, and twice; a program gives it as a line of standard input.</summary>
internal static class PasswordPrompt
{
    /// <returns>Null where there is none, or the two differ.</returns>
    public static string? Read()
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine();
        }

        var password = Ask("Password: ");
        return password == Ask("The same again: ") ? password : null;
    }

    private static string Ask(string question)
    {
        Console.Error.Write(question);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
