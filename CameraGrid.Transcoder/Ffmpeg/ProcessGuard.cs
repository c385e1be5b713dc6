using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text;
using System.Threading.Channels;
using CameraGrid.ServiceDefaults;
using CliWrap;
using CliWrap.Exceptions;

namespace CameraGrid.Transcoder.Ffmpeg;

/// <summary>
/// Sees to it that no process it watches outlives this one, however this one ends. A small shell reads from a pipe which
/// processes there are; where the pipe ends, since this process has ended, it kills the last it was told of.
/// </summary>
internal sealed partial class ProcessGuard(TimeProvider time, ILogger<ProcessGuard> logger) : BackgroundService
{
    // Signals to a terminal's or a service's whole group end it no earlier than its work. A line that is cut off is none.
    private const string Script =
        "trap '' INT TERM HUP; while read -r line; do pids=$line; done; [ -z \"$pids\" ] || kill -KILL $pids";

    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, int> _watched = new();

    // The whole list is written at each change, so that of changes in quick succession one is enough.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    /// <summary>The guard's own process, or null while there is none.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Watches a process until the result is disposed; to be called at once after its start.</summary>
    public IDisposable Watch(int process)
    {
        _watched[process] = process;
        _changes.Writer.TryWrite(true);
        return new Watched(this, process);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            string failure;
            try
            {
                await RunAsync(stoppingToken);
                failure = "it was ended";
            }
            catch (Exception thrown) when (thrown is Win32Exception or CliWrapException or OperationCanceledException)
            {
                failure = thrown.Message;
            }

            if (!stoppingToken.IsCancellationRequested)
            {
                LogAway(logger, failure);
                await Task.Delay(StartAgainAfter, time, stoppingToken);
            }
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var guard = Cli.Wrap("/bin/sh")
            .WithArguments(["-c", Script])
            .WithEnvironmentVariables(ChildEnvironment.Withheld())
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Create((input, token) => TellAsync(input, token, stoppingToken)))
            .ExecuteAsync(CancellationToken.None);
        ProcessId = guard.ProcessId;
        await guard;
        ProcessId = null;
    }

    /// <summary>Writes until this service stops or <paramref name="ended"/> says that the guard has.</summary>
    private async Task TellAsync(Stream input, CancellationToken ended, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, stoppingToken);
        try
        {
            do
            {
                await TellAsync(input, either.Token);
            } while (await _changes.Reader.ReadAsync(either.Token));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The pipe ends here, and with it the guard; what changed last must not be lost.
            await TellAsync(input, ended);
        }
    }

    private async Task TellAsync(Stream input, CancellationToken cancellationToken)
    {
        var line = string.Join(' ', _watched.Keys) + "\n";
        await input.WriteAsync(Encoding.ASCII.GetBytes(line), cancellationToken);
        await input.FlushAsync(cancellationToken);
    }

    private sealed class Watched(ProcessGuard guard, int process) : IDisposable
    {
        public void Dispose()
        {
            guard._watched.TryRemove(process, out _);
            guard._changes.Writer.TryWrite(true);
        }
    }
}
