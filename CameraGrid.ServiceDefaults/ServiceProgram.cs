using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CameraGrid.ServiceDefaults;

/// <summary>Runs a service from its Program.cs and tells a person, not a debugger, why it could not start.</summary>
public static class ServiceProgram
{
    /// <summary>The exit code of a service whose configuration is wrong.</summary>
    public const int ConfigurationError = 2;

    /// <summary>The exit code of a service that could not take its address.</summary>
    public const int StartError = 1;

    /// <summary>
    /// Builds and runs a service until it is told to stop. Wrong configuration (any <see cref="OptionsValidationException"/>)
    /// goes to standard error, a line an error.
    /// </summary>
    /// <returns>The exit code: 0, <see cref="ConfigurationError"/> or <see cref="StartError"/>.</returns>
    public static Task<int> RunAsync(Func<WebApplication> build) => RunAsync(() => build().RunAsync());

    /// <summary>As the other one, for a service that is more than one web application.</summary>
    public static async Task<int> RunAsync(Func<Task> run)
    {
        try
        {
            await run();
            return 0;
        }
        catch (OptionsValidationException exception)
        {
            await Console.Error.WriteLineAsync("The configuration is wrong:");
            foreach (var failure in exception.Failures)
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
    }
}
