using System.Text;

namespace CameraGrid.Bench.Report;

/// <summary>All tables of one run.</summary>
internal sealed class BenchmarkReport(Machine machine)
{
    private readonly StringBuilder _sections = new();

    /// <summary>What the run was made on.</summary>
    public string Head { get; } = $"# Benchmarks\n\n{machine.ToMarkdown()}";

    /// <summary>Adds a section and returns it.</summary>
    public string Add(BenchmarkResult result, string command, double loadBefore)
    {
        var section = new StringBuilder($"## {result.Title}\n\n");
        foreach (var input in result.Inputs)
        {
            section.Append("- ").Append(input).Append('\n');
        }

        var load = Figure.Text(loadBefore, "", 2);
        section.Append($"- Command: `{command}`; load average of the machine before it: {load}.\n\n");
        section.Append(MarkdownTable.Of(result.Figures));
        if (result.Failures.Count > 0)
        {
            section.Append("\nWhat did not heal in its time:\n\n");
            section.AppendJoin("", result.Failures.Select(failure => $"- {failure}\n"));
        }

        _sections.Append('\n').Append(section);
        return section.ToString();
    }

    /// <summary>Writes all to a Markdown file.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, $"{Head}{_sections}", cancellationToken);
    }
}
