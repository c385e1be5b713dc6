using CameraGrid.Bench.Failover;

namespace CameraGrid.Tests.Bench.Failover;

public sealed class DoublePullsTests
{
    private readonly DoublePulls _pulls = new();

    [Fact]
    public void Once_is_not_twice()
    {
        See(1, ("cam1/main", 1), ("cam2/main", 1));
        See(5, ("cam1/main", 1));

        Assert.Equal(TimeSpan.Zero, _pulls.Longest);
    }

    [Fact]
    public void The_longest_is_counted_from_the_first_look_to_the_one_that_finds_it_over()
    {
        See(1, ("cam1/main", 2));
        See(2, ("cam1/main", 2), ("cam2/main", 3));
        See(3, ("cam1/main", 1), ("cam2/main", 2));
        See(6, ("cam1/main", 1));

        Assert.Equal(TimeSpan.FromSeconds(4), _pulls.Longest);
    }

    [Fact]
    public void What_still_goes_on_counts_and_what_had_a_break_begins_anew()
    {
        See(1, ("cam1/main", 2));
        See(2);
        See(3, ("cam1/main", 2));
        See(4.5, ("cam1/main", 2));

        Assert.Equal(TimeSpan.FromSeconds(1.5), _pulls.Longest);
    }

    private void See(double at, params IEnumerable<(string Stream, int Count)> pulls) =>
        _pulls.See(
            TimeSpan.FromSeconds(at),
            pulls.ToDictionary(pull => pull.Stream, pull => pull.Count, StringComparer.Ordinal)
        );
}
