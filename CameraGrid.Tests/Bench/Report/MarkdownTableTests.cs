using CameraGrid.Bench.Report;

namespace CameraGrid.Tests.Bench.Report;

public sealed class MarkdownTableTests
{
    [Fact]
    public void A_table_says_of_each_figure_whether_its_bound_is_met()
    {
        var table = MarkdownTable.Of([
            Figure.AtMost("MSE, p50", 81.4, 110, "ms"),
            Figure.AtLeast("ratio", 1234.56, 2000.5, "times", digits: 1),
            Figure.Plain("a|b", 2, ""),
        ]);

        Assert.Equal(
            """
            | figure   | measured      | bound           | met    |
            | -------- | ------------- | --------------- | ------ |
            | MSE, p50 | 81 ms         | ≤ 110 ms        | yes    |
            | ratio    | 1,234.6 times | ≥ 2,000.5 times | **no** |
            | a\|b     | 2             |                 |        |

            """,
            table
        );
    }

    [Fact]
    public void A_value_that_is_rounded_onto_its_bound_is_still_judged_unrounded() =>
        Assert.False(Figure.AtMost("p50", 110.4, 110, "ms").Met);
}
