using CameraGrid.Bench;
using CameraGrid.Bench.Report;

namespace CameraGrid.Tests.Bench;

public sealed class BenchProgramTests
{
    [Fact]
    public async Task What_runs_only_by_name_runs_only_by_name()
    {
        var all = new Fake("all");
        var named = new Fake("named") { OnlyByName = true };

        Assert.Equal(0, await BenchProgram.RunAsync([], [all, named]));
        Assert.Equal((1, 0), (all.Runs, named.Runs));

        Assert.Equal(0, await BenchProgram.RunAsync(["named"], [all, named]));
        Assert.Equal((1, 1), (all.Runs, named.Runs));
    }

    [Fact]
    public async Task A_bound_that_is_missed_is_a_result_and_what_must_never_happen_is_a_failure()
    {
        var missed = new Fake("missed") { Figures = [Figure.AtMost("time", 2, 1, "s")] };
        var failed = new Fake("failed") { Failures = ["cam3 never came back"] };

        Assert.Equal(0, await BenchProgram.RunAsync(["missed"], [missed, failed]));
        Assert.Equal(1, await BenchProgram.RunAsync(["failed"], [missed, failed]));
    }

    private sealed class Fake(string name) : IBenchmark
    {
        public string Name => name;

        public bool OnlyByName { get; init; }

        public IReadOnlyList<Figure> Figures { get; init; } = [];

        public IReadOnlyList<string> Failures { get; init; } = [];

        public int Runs { get; private set; }

        public Task<BenchmarkResult> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
        {
            Runs++;
            return Task.FromResult(new BenchmarkResult(name, [], Figures) { Failures = Failures });
        }
    }
}
