using System.ComponentModel;
using CliWrap;

namespace CameraGrid.AppHost.Store;

/// <summary>Programs of this machine that could hold the store.</summary>
internal static class Programs
{
    private static readonly string[] ContainerRuntimes = ["docker", "podman"];

    // A daemon that is there answers within a fraction of it.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Whether what runs containers answers; it may be installed, and not run.</summary>
    public static async Task<bool> RunsContainersAsync() =>
        (await Task.WhenAll(ContainerRuntimes.Select(name => AnswersAsync(name, "info")))).Any(answers => answers);

    /// <summary>Whether redis-server is installed.</summary>
    public static Task<bool> HasRedisAsync() => AnswersAsync("redis-server", "--version");

    private static async Task<bool> AnswersAsync(string name, string question)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var answer = await Cli.Wrap(name)
                .WithArguments(question)
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(limit.Token);
            return answer.IsSuccess;
        }
        catch (Exception exception) when (exception is Win32Exception or OperationCanceledException)
        {
            // Not installed, or silent.
            return false;
        }
    }
}
