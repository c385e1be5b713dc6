using CameraGrid.Tests.Support;
using CameraGrid.Transcoder.Ffmpeg;
using CliWrap;
using Microsoft.Extensions.Logging.Abstractions;

namespace CameraGrid.Tests.Transcoder.Ffmpeg;

public sealed class ProcessGuardTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_watched_ends_with_the_guard_and_nothing_else_does()
    {
        using var guard = await StartAsync();
        var (watched, former, stopped) = (Sleep(), Sleep(), Sleep());
        await Processes.StopAsync(stopped.ProcessId, Token);
        guard.Watch(watched.ProcessId);
        guard.Watch(stopped.ProcessId);
        guard.Watch(former.ProcessId).Dispose();

        await guard.StopAsync(Token);

        Assert.True(await Processes.AreGoneAsync([watched.ProcessId, stopped.ProcessId], Limit, Token));
        Assert.True(Processes.IsAlive(former.ProcessId));
        await Processes.KillAsync(former.ProcessId, Token);
    }

    [Fact]
    public async Task A_guard_that_is_killed_is_replaced_and_knows_all()
    {
        using var guard = await StartAsync();
        var watched = Sleep();
        guard.Watch(watched.ProcessId);
        var first = guard.ProcessId!.Value;

        await Processes.KillAsync(first, Token);
        await Eventually.IsAsync(() => guard.ProcessId is { } next && next != first);

        Assert.True(Processes.IsAlive(watched.ProcessId));
        await guard.StopAsync(Token);
        Assert.True(await Processes.AreGoneAsync([watched.ProcessId], Limit, Token));
    }

    private static async Task<ProcessGuard> StartAsync()
    {
        var guard = new ProcessGuard(TimeProvider.System, NullLogger<ProcessGuard>.Instance);
        await guard.StartAsync(Token);
        await Eventually.IsAsync(() => guard.ProcessId is not null);

        return guard;
    }

    private static CommandTask<CommandResult> Sleep() =>
        Cli.Wrap("sleep").WithArguments("60").WithValidation(CommandResultValidation.None).ExecuteAsync(Token);
}
