using CameraGrid.Bench;
using CameraGrid.Bench.Harness;

namespace CameraGrid.Tests.Bench.Harness;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_a_process_said_last_tells_why_it_is_not_ready()
    {
        await using var child = ChildProcess.Start(
            new ChildCommand("It", "sh", ["-c", "echo no such camera >&2; exit 2"])
        );

        var exception = await Assert.ThrowsAsync<BenchmarkException>(() =>
            child.LineAsync(line => line == "ready", Limit, TestContext.Current.CancellationToken)
        );

        Assert.Contains("It ended", exception.Message, StringComparison.Ordinal);
        Assert.Contains("no such camera", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_are_set_and_taken_away()
    {
        var environment = new Dictionary<string, string?> { ["CAMERA_1_ID"] = "yard", ["HOME"] = null };
        await using var child = ChildProcess.Start(
            new ChildCommand("It", "sh", ["-c", "echo \"[$CAMERA_1_ID] [${HOME-gone}]\"; exec sleep 60"], environment)
        );

        var line = await child.LineAsync(_ => true, Limit, TestContext.Current.CancellationToken);

        Assert.Equal("[yard] [gone]", line);
    }

    [Fact]
    public async Task It_stops_when_it_is_asked_to_and_is_named_where_it_does_not()
    {
        await using var obeys = ChildProcess.Start(new ChildCommand("It", "sleep", ["60"]));
        await using var refuses = ChildProcess.Start(
            new ChildCommand("That one", "sh", ["-c", "trap '' TERM; echo ready; sleep 60"])
        );
        await refuses.LineAsync(line => line == "ready", Limit, TestContext.Current.CancellationToken);

        await obeys.StopAsync(Limit, TestContext.Current.CancellationToken);
        var exception = await Assert.ThrowsAsync<BenchmarkException>(() =>
            refuses.StopAsync(TimeSpan.FromSeconds(0.2), TestContext.Current.CancellationToken)
        );

        Assert.Throws<BenchmarkException>(obeys.ThrowIfEnded);
        Assert.StartsWith("That one did not end", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_there_is_named()
    {
        var exception = Assert.Throws<BenchmarkException>(() =>
            ChildProcess.Start(new ChildCommand("It", "no-such-program", []))
        );

        Assert.Contains("no-such-program", exception.Message, StringComparison.Ordinal);
    }
}
