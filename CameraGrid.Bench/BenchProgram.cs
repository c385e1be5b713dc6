using System.Runtime.InteropServices;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench;

/// <summary>Runs the benchmarks that the command line names and prints a table each.</summary>
internal static class BenchProgram
{
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const int Interrupted = 130;

    /// <summary>Memory is watched this long when it is asked for by name …</summary>
    private const double LongMinutes = 10;

    /// <summary>… and this long among all the others.</summary>
    private const double ShortMinutes = 2;

    /// <returns>0, also where a bound is missed; 1 when a benchmark could not run, or found what must never happen.</returns>
    public static async Task<int> RunAsync(string[] args, IReadOnlyList<IBenchmark> benchmarks)
    {
        var names = benchmarks.Select(benchmark => benchmark.Name).ToList();
        if (BenchOptions.TryParse(args, names, out var error) is not { } options)
        {
            await Console.Error.WriteLineAsync($"{error}\n{BenchOptions.Usage}");
            return WrongUsage;
        }

        // What the benchmarks started is stopped before this process ends.
        using var interrupted = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var chosen = benchmarks.Where(benchmark =>
            options.Names.Count == 0 ? !benchmark.OnlyByName : options.Names.Contains(benchmark.Name)
        );
        try
        {
            return await RunAsync(options, [.. chosen], interrupted.Token);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return Interrupted;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.Cancel();
        }
    }

    private static async Task<int> RunAsync(
        BenchOptions options,
        IReadOnlyList<IBenchmark> benchmarks,
        CancellationToken cancellationToken
    )
    {
        var report = new BenchmarkReport(await Machine.ReadAsync(cancellationToken));
        await Console.Out.WriteLineAsync(report.Head);
        var failed = false;
        foreach (var benchmark in benchmarks)
        {
            var minutes = options.Minutes ?? (options.Names.Count == 0 ? ShortMinutes : LongMinutes);
            var context = new BenchmarkContext(options, minutes, text => Console.Error.WriteLine($"… {text}"));
            try
            {
                var load = Machine.LoadAverage();
                var result = await benchmark.RunAsync(context, cancellationToken);
                await Console.Out.WriteLineAsync(report.Add(result, options.CommandFor(benchmark.Name), load));
                failed |= result.Failures.Count > 0;
            }
            catch (BenchmarkException exception)
            {
                failed = true;
                await Console.Error.WriteLineAsync($"✗ {benchmark.Name} could not run: {exception.Message}");
            }
        }

        if (options.Output is { } output)
        {
            await report.WriteAsync(output, cancellationToken);
        }

        return failed ? Failed : 0;
    }
}
