using CameraGrid.Bench;

namespace CameraGrid.Tests.Bench;

public sealed class BenchOptionsTests
{
    private static readonly string[] Known = ["latency", "cpu", "memory"];

    [Fact]
    public void No_name_means_all()
    {
        var options = BenchOptions.TryParse([], Known, out var error);

        Assert.NotNull(options);
        Assert.Empty(options.Names);
        Assert.Empty(error);
    }

    [Fact]
    public void Names_and_options_stand_in_any_order()
    {
        var options = BenchOptions.TryParse(
            ["--minutes", "0.5", "memory", "--output", "docs/benchmarks.md", "cpu"],
            Known,
            out _
        );

        Assert.NotNull(options);
        Assert.Equal(["memory", "cpu"], options.Names);
        Assert.Equal(0.5, options.Minutes);
        Assert.Equal("docs/benchmarks.md", options.Output);
        Assert.Equal("./camgrid bench memory --minutes 0.5", options.CommandFor("memory"));
    }

    [Fact]
    public void Trials_and_rows_are_chosen_and_said_again()
    {
        var options = BenchOptions.TryParse(["cpu", "--trials", "5", "--only", "camera frozen"], Known, out _);

        Assert.NotNull(options);
        Assert.Equal(5, options.Trials);
        Assert.Equal("camera frozen", options.Only);
        Assert.Equal("./camgrid bench cpu --trials 5 --only 'camera frozen'", options.CommandFor("cpu"));
    }

    [Fact]
    public void A_seed_is_taken_and_said_again()
    {
        var options = BenchOptions.TryParse(["memory", "--seed", "42"], Known, out _);

        Assert.Equal(42, options!.Seed);
        Assert.Equal("./camgrid bench memory --seed 42", options.CommandFor("memory"));
    }

    [Theory]
    [InlineData("--seed -1", "--seed")]
    [InlineData("whep", "whep")]
    [InlineData("--trials 0", "--trials")]
    [InlineData("--trials 1.5", "--trials")]
    [InlineData("--only", "--only")]
    [InlineData("--minutes", "--minutes")]
    [InlineData("--minutes -1", "--minutes")]
    [InlineData("--minutes NaN", "--minutes")]
    [InlineData("--output", "--output")]
    public void What_is_wrong_is_named(string arguments, string named)
    {
        Assert.Null(BenchOptions.TryParse(arguments.Split(' '), Known, out var error));
        Assert.Contains(named, error, StringComparison.Ordinal);
    }
}
