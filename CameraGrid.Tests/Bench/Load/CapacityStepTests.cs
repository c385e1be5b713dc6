using CameraGrid.Bench.Load;

namespace CameraGrid.Tests.Bench.Load;

public sealed class CapacityStepTests
{
    [Theory]
    [InlineData(1, 0.5, null)]
    [InlineData(0.99, 0.05, null)]
    [InlineData(0.9849, 0.5, "96 streams: only 98.5 % of the frames came")]
    [InlineData(1, 0.02, "96 streams: 2 % of one core is left to spare")]
    public void No_more_are_tried_where_frames_or_processor_time_run_out(
        double delivered,
        double spare,
        string? limit
    ) => Assert.Equal(limit, Step(96, delivered, spare).Limit());

    [Fact]
    public void What_no_process_took_and_is_not_idle_went_to_all_else()
    {
        var step = Step(96, delivered: 1, spare: 0.5);

        Assert.Equal(0.2, step.Others(cores: 2), 9);
        Assert.Equal(0, step.Others(cores: 1), 9);
    }

    [Fact]
    public void A_stream_takes_its_part_of_CameraGrid_and_its_FFmpegs()
    {
        var step = Step(96, delivered: 1, spare: 0.5);

        Assert.Equal(0.72, step.Ours, 9);
        Assert.Equal(0.0075, step.PerStream, 9);
    }

    internal static CapacityStep Step(int streams, double delivered, double spare) =>
        new(
            streams,
            LiveAfter: TimeSpan.FromSeconds(7.5),
            delivered,
            Product: 0.4,
            Ffmpegs: 0.32,
            Simulator: 0.38,
            Viewers: 0.2,
            spare,
            ProductMemory: 6e6,
            FfmpegMemory: 12.5e6
        );
}
