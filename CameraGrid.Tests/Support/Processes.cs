using System.Diagnostics;
using CliWrap;

namespace CameraGrid.Tests.Support;

/// <summary>Looks at processes and sends them signals.</summary>
internal static class Processes
{
    /// <summary>There is such a process, and it is none that has ended and waits for its parent to notice.</summary>
    public static bool IsAlive(int process) => State(process) is not (null or 'Z');

    /// <summary>Its state as proc(5) has it: <c>T</c> is stopped; null where there is no such process.</summary>
    public static char? State(int process)
    {
        try
        {
            // "pid (name) state …"; the name may hold anything, brackets too.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Waits until none of them is alive; false where that takes longer than <paramref name="limit"/>.</summary>
    public static async Task<bool> AreGoneAsync(
        IReadOnlyCollection<int> processes,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        var started = Stopwatch.GetTimestamp();
        while (processes.Any(IsAlive))
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(20, cancellationToken);
        }

        return true;
    }

    public static Task KillAsync(int process, CancellationToken cancellationToken) =>
        SendAsync("-KILL", process, cancellationToken);

    /// <summary>SIGSTOP: from then on it takes no other signal than SIGKILL.</summary>
    public static Task StopAsync(int process, CancellationToken cancellationToken) =>
        SendAsync("-STOP", process, cancellationToken);

    private static async Task SendAsync(string signal, int process, CancellationToken cancellationToken) =>
        await Cli.Wrap("kill").WithArguments([signal, $"{process}"]).ExecuteAsync(cancellationToken);
}
