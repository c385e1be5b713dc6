using System.ComponentModel;
using CliWrap;

namespace CameraGrid.AppHost.Store;

/// <summary>What runs containers on this machine.</summary>
internal static class ContainerRuntime
{
    private static readonly string[] Known = ["docker", "podman"];

    // A daemon that is there answers within a fraction of it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether one answers.</summary>
    public static async Task<bool> AnswersAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return (await Task.WhenAll(Known.Select(name => AnswersAsync(name, limit.Token)))).Any(answers => answers);
    }

    private static async Task<bool> AnswersAsync(string name, CancellationToken limit)
    {
        try
        {
            var info = await Cli.Wrap(name)
                .WithArguments("info")
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(limit);
            return info.IsSuccess;
        }
        catch (Exception exception) when (exception is Win32Exception or OperationCanceledException)
        {
            // Not installed, or silent.
            return false;
        }
    }
}
