using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CameraGrid.ServiceDefaults;

/// <summary>Runs a service from its Program.cs and tells a person, not a debugger, why it could not start.</summary>
public static partial class ServiceProgram
{
    /// <summary>The exit code of a service whose configuration is wrong.</summary>
    public const int ConfigurationError = 2;

    /// <summary>The exit code of a service that could not take its address.</summary>
    public const int StartError = 1;

    /// <summary>
    /// Builds and runs a service until it is told to stop. Wrong configuration (any <see cref="OptionsValidationException"/>,
    /// and what cannot be read as what it is meant to be) goes to standard error, a line an error.
    /// </summary>
    /// <returns>The exit code: 0, <see cref="ConfigurationError"/> or <see cref="StartError"/>.</returns>
    public static Task<int> RunAsync(Func<WebApplication> build) => RunAsync(() => build().RunAsync());

    /// <summary>As the other one, for a service that is more than one web application.</summary>
    public static Task<int> RunAsync(Func<Task> run) =>
        RunAsync(async () =>
        {
            await run();
            return 0;
        });

    /// <summary>As the others, for a program that has an exit code of its own.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (Exception exception) when (FailuresOf(exception) is { } failures)
        {
            await Console.Error.WriteLineAsync("The configuration is wrong:");
            foreach (var failure in failures)
            {
                await Console.Error.WriteLineAsync($"  {failure}");
            }

            return ConfigurationError;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{exception.Message.TrimEnd('.')}. Stop what uses it, or choose another address."
            );
            return StartError;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started. Nothing at a start has a time limit that could end so.
            return 0;
        }
    }

    /// <summary>Whether this is told here, in words: then nobody needs its stack.</summary>
    internal static bool Tells(Exception exception) =>
        exception is OperationCanceledException or IOException { InnerException: AddressInUseException }
        || FailuresOf(exception) is not null;

    /// <summary>What is wrong with the configuration; null where it is something else.</summary>
    private static IReadOnlyList<string>? FailuresOf(Exception exception) =>
        exception switch
        {
            OptionsValidationException wrong => [.. wrong.Failures],
            // What is checked at the start fails together.
            AggregateException several when several.InnerExceptions.All(inner => FailuresOf(inner) is not null) =>
            [
                .. several.InnerExceptions.SelectMany(inner => FailuresOf(inner)!),
            ],
            InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } unread
                when Unread().Match(unread.Message) is { Success: true } found =>
            [
                $"{found.Groups["key"].Value}: expected {Kind(found.Groups["type"].Value)}.",
            ],
            _ => null,
        };

    private static string Kind(string type) =>
        type switch
        {
            nameof(Int32) or nameof(Int64) => "a whole number",
            nameof(Double) => "a number",
            nameof(Boolean) => "true or false",
            nameof(Uri) => "an address",
            _ => $"a {type}",
        };

    // Failed to convert configuration value 'ten' at 'Transcoder:RingSeconds' to type 'System.Int32'.
    [GeneratedRegex(@" at '(?<key>[^']+)' to type '(?:\w+\.)*(?<type>\w+)'\.$")]
    private static partial Regex Unread();
}
