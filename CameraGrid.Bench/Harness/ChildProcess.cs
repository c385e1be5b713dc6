using CliWrap;

namespace CameraGrid.Bench.Harness;

/// <summary>What to start.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Program">A program of the PATH, or a path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables to set, or to take away where the value is null.</param>
/// <param name="WorkingDirectory">Its working directory, or null for this process's own.</param>
internal sealed record ChildCommand(
    string Name,
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string?>? Environment = null,
    string? WorkingDirectory = null
);

/// <summary>A process that runs until it is disposed.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MostLines = 15;

    /// <summary>After this long without an end it is killed, with all that it started.</summary>
    private static readonly TimeSpan GracefulEnd = TimeSpan.FromSeconds(10);

    private readonly ChildCommand _command;
    private readonly CancellationTokenSource _graceful = new();
    private readonly CancellationTokenSource _forceful = new();
    private readonly CommandTask<CommandResult> _run;
    private readonly Queue<string> _lines = [];
    private readonly Lock _lock = new();
    private Func<string, bool> _isAwaited = _ => false;
    private TaskCompletionSource<string> _awaited = new();

    private ChildProcess(ChildCommand command)
    {
        _command = command;
        var cli = Cli.Wrap(command.Program)
            .WithArguments(command.Arguments)
            .WithEnvironmentVariables(command.Environment ?? new Dictionary<string, string?>())
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(OnLine))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(OnLine));
        _run = (command.WorkingDirectory is { } folder ? cli.WithWorkingDirectory(folder) : cli).ExecuteAsync(
            _forceful.Token,
            _graceful.Token
        );
    }

    /// <summary>Its process id.</summary>
    public int Id => _run.ProcessId;

    /// <summary>Starts it.</summary>
    /// <exception cref="BenchmarkException">There is no such program.</exception>
    public static ChildProcess Start(ChildCommand command)
    {
        try
        {
            return new ChildProcess(command);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new BenchmarkException($"{command.Program} cannot be started: {exception.Message}", exception);
        }
    }

    /// <summary>Waits for a line of output, also one that came before.</summary>
    /// <exception cref="BenchmarkException">It ended first, or did not say it in time.</exception>
    public async Task<string> LineAsync(Func<string, bool> isIt, TimeSpan limit, CancellationToken cancellationToken)
    {
        Task<string> awaited;
        lock (_lock)
        {
            if (_lines.FirstOrDefault(isIt) is { } known)
            {
                return known;
            }

            _isAwaited = isIt;
            _awaited = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            awaited = _awaited.Task;
        }

        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(limit);
        var limited = awaited.WaitAsync(late.Token);
        await Task.WhenAny(limited, _run.Task);
        return limited.IsCompletedSuccessfully ? await limited : throw NotReady(cancellationToken);
    }

    /// <summary>Fails when the process is no longer there.</summary>
    public void ThrowIfEnded()
    {
        if (_run.Task.IsCompleted)
        {
            throw new BenchmarkException($"{_command.Name} has ended:\n{LastLines()}");
        }
    }

    /// <summary>Kills it with SIGKILL, itself alone, and returns when it is gone.</summary>
    public async Task KillAsync()
    {
        Kill(Id);
        await _run;
    }

    /// <summary>Asks it to end with SIGTERM, as a system does that stops a service, and returns when it is gone.</summary>
    /// <exception cref="BenchmarkException">It did not end in time.</exception>
    public async Task StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await SignalAsync("-TERM", Id, cancellationToken);
        try
        {
            await _run.Task.WaitAsync(limit, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BenchmarkException(
                $"{_command.Name} did not end within {limit.TotalSeconds} s. It said last:\n{LastLines()}"
            );
        }
    }

    /// <summary>Sends a signal, such as <c>-STOP</c>, to a process, if it is still there.</summary>
    public static async Task SignalAsync(string signal, int id, CancellationToken cancellationToken) =>
        await Cli.Wrap("kill")
            .WithArguments([signal, $"{id}"])
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);

    /// <summary>Kills one process with SIGKILL, if it is still there.</summary>
    public static void Kill(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>Ends it as Ctrl-C would, or by force when that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        _forceful.CancelAfter(GracefulEnd);
        await _graceful.CancelAsync();
        try
        {
            await _run;
        }
        catch (OperationCanceledException)
        {
            // As asked.
        }

        _graceful.Dispose();
        _forceful.Dispose();
    }

    private BenchmarkException NotReady(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var what = _run.Task.IsCompleted ? "ended" : "did not get ready";
        return new BenchmarkException($"{_command.Name} {what}. It said last:\n{LastLines()}");
    }

    private string LastLines()
    {
        lock (_lock)
        {
            return string.Join('\n', _lines);
        }
    }

    private void OnLine(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }

            if (_isAwaited(line))
            {
                _awaited.TrySetResult(line);
            }
        }
    }
}
