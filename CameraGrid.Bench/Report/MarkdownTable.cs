using System.Text;

namespace CameraGrid.Bench.Report;

/// <summary>Figures as a Markdown table that also reads well as plain text.</summary>
internal static class MarkdownTable
{
    private static readonly string[] Head = ["figure", "measured", "bound", "met"];

    public static string Of(IReadOnlyList<Figure> figures)
    {
        List<string[]> rows = [Head, .. figures.Select(Cells)];
        var widths = Head.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < rows.Count; i++)
        {
            Append(text, rows[i].Select((cell, column) => cell.PadRight(widths[column])));
            if (i == 0)
            {
                Append(text, widths.Select(width => new string('-', width)));
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string[] Cells(Figure figure) =>
        [
            .. new[] { figure.Name, figure.Measured, figure.Bound ?? "", Met(figure.Met) }.Select(cell =>
                cell.Replace("|", "\\|", StringComparison.Ordinal)
            ),
        ];

    private static string Met(bool? met) =>
        met switch
        {
            true => "yes",
            false => "**no**",
            null => "",
        };
}
