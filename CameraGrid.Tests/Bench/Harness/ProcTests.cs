using CameraGrid.Bench.Harness;

namespace CameraGrid.Tests.Bench.Harness;

public sealed class ProcTests
{
    [Theory]
    [InlineData("ffmpeg")]
    [InlineData("a) b (c")]
    public void Parent_and_processor_time_are_read_past_any_name(string name)
    {
        var stat = ProcStat.Parse(
            $"4711 ({name}) S 42 4711 42 0 -1 4194304 1500 9 0 0 250 125 8 7 20 0 3 0 12345 100000 2000 18446744073709551615"
        );

        Assert.Equal(new ProcStat(4711, 42, TimeSpan.FromSeconds(3.75)), stat);
    }

    [Fact]
    public void Proportional_memory_is_the_line_Pss_and_no_other()
    {
        const string rollup = """
            00400000-7ffd0a1f4000 ---p 00000000 00:00 0                              [rollup]
            Rss:               21104 kB
            Pss:               16384 kB
            Pss_Dirty:          9000 kB
            Swap:                  0 kB
            """;

        Assert.Equal(16 << 20, SmapsRollup.Pss(rollup));
    }

    [Fact]
    public void A_process_that_is_ending_has_no_memory() => Assert.Equal(0, SmapsRollup.Pss(""));

    [Fact]
    public void The_machine_is_idle_also_while_it_waits_for_a_disk() =>
        Assert.Equal(
            TimeSpan.FromSeconds(12.5),
            MachineUsage.Idle("cpu  900 5 300 1200 50 7 20 3 0 0\ncpu0 450 2 150 600 25 3 10 1 0 0\n")
        );

    [Fact]
    public async Task A_process_and_its_children_are_found_and_measured()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");
        await using var child = ChildProcess.Start(
            new ChildCommand("A shell", "sh", ["-c", "trap 'kill $!; exit' INT; sleep 60 & echo ready; wait"])
        );
        await child.LineAsync(line => line == "ready", TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var tree = ProcessUsage.Tree(Environment.ProcessId);

        Assert.Equal(Environment.ProcessId, tree[0]);
        Assert.Contains(child.Id, tree);
        Assert.Equal(2, ProcessUsage.Tree(child.Id).Count);
        Assert.True(ProcessUsage.ProportionalSetSize([Environment.ProcessId]) > 1 << 20);
        Assert.True(ProcessUsage.Cpu([Environment.ProcessId]) > TimeSpan.Zero);
    }

    [Fact]
    public void A_process_that_is_gone_uses_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is no /proc here.");
        Assert.Equal(0, ProcessUsage.ProportionalSetSize([int.MaxValue]));
        Assert.Equal(TimeSpan.Zero, ProcessUsage.Cpu([int.MaxValue]));
    }
}
