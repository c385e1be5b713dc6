using CameraGrid.Bench;
using CameraGrid.Bench.Report;

namespace CameraGrid.Tests.Bench.Report;

public sealed class PercentilesTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 3, 2 }, 2.5)]
    public void The_median_is_the_middle_of_the_sorted_samples(double[] samples, double median) =>
        Assert.Equal(median, samples.Median());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 2)]
    [InlineData(0.95, 4.8)]
    [InlineData(1, 5)]
    public void A_percentile_lies_between_its_two_nearest_ranks(double share, double value) =>
        Assert.Equal(value, new double[] { 5, 4, 3, 2, 1 }.Percentile(share), 1e-9);

    [Fact]
    public void Without_a_sample_there_is_no_figure() =>
        Assert.Throws<BenchmarkException>(() => Array.Empty<double>().Median());
}
