using CameraGrid.Bench.Load;
using CameraGrid.Bench.Report;

namespace CameraGrid.Tests.Bench.Load;

public sealed class CapacityResultTests
{
    [Fact]
    public void The_table_of_two_steps_is_this()
    {
        var rows = CapacityResult.Rows(
            asked: 64,
            cores: 2,
            [
                CapacityStepTests.Step(64, delivered: 1, spare: 0.7),
                CapacityStepTests.Step(96, delivered: 0.98, spare: 0.3),
            ],
            "96 streams: why"
        );

        Assert.Equal(
            """
            | figure                                                               | measured                           | bound | met |
            | -------------------------------------------------------------------- | ---------------------------------- | ----- | --- |
            | streams live at once                                                 | 64                                 | ≥ 64  | yes |
            | no more are tried                                                    | 96 streams: why                    |       |     |
            | 64 streams: spare, of 200 %                                          | 70 %                               | ≥ 5 % | yes |
            | 64 streams: CameraGrid, FFmpegs, simulator, viewers, all else, spare | 40 %, 32 %, 38 %, 20 %, 0 %, 70 %  |       |     |
            | 64 streams: CameraGrid and FFmpeg, a stream, of one core             | 1.12 %                             |       |     |
            | 64 streams: memory a stream, of it CameraGrid, FFmpeg                | 18.5 MB, 6.0 MB, 12.5 MB           |       |     |
            | 64 streams: frames the viewers got; all live after                   | 100.0 %; 7.5 s                     |       |     |
            | 96 streams: CameraGrid, FFmpegs, simulator, viewers, all else, spare | 40 %, 32 %, 38 %, 20 %, 40 %, 30 % |       |     |
            | 96 streams: CameraGrid and FFmpeg, a stream, of one core             | 0.75 %                             |       |     |
            | 96 streams: memory a stream, of it CameraGrid, FFmpeg                | 18.5 MB, 6.0 MB, 12.5 MB           |       |     |
            | 96 streams: frames the viewers got; all live after                   | 98.0 %; 7.5 s                      |       |     |

            """.ReplaceLineEndings("\n"),
            MarkdownTable.Of(rows)
        );
    }

    [Fact]
    public void Streams_without_their_frames_are_not_live()
    {
        var rows = CapacityResult.Rows(
            asked: 64,
            cores: 2,
            [CapacityStepTests.Step(64, delivered: 0.9, spare: 0.7)],
            "64 streams: why"
        );

        Assert.Equal(("0", false), (rows[0].Measured, rows[0].Met));
    }

    [Fact]
    public void Where_nothing_stopped_it_the_table_says_how_far_it_went()
    {
        var rows = CapacityResult.Rows(
            asked: 64,
            cores: 2,
            [CapacityStepTests.Step(96, delivered: 1, spare: 0.7)],
            limit: null
        );

        Assert.Equal("nothing stopped it up to 96 streams", rows[1].Measured);
        Assert.DoesNotContain(rows, row => row.Name.StartsWith("64 streams", StringComparison.Ordinal));
    }
}
