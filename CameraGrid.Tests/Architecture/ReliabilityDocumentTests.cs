using System.Reflection;
using System.Text.RegularExpressions;
using CameraGrid.Tests.Deploy;

namespace CameraGrid.Tests.Architecture;

/// <summary>Each row of docs/reliability.md names tests that prove it, and there are such tests.</summary>
public sealed partial class ReliabilityDocumentTests
{
    private const int LeastRows = 50;

    // More than one project may have tests of the same name.
    private static readonly ILookup<string, Type> Classes = typeof(ReliabilityDocumentTests)
        .Assembly.GetTypes()
        .Where(type => Tests(type).Any())
        .ToLookup(type => type.Name);

    [Fact]
    public void Each_row_names_a_test_and_each_test_that_is_named_exists()
    {
        var rows = Rows().ToList();

        Assert.True(rows.Count >= LeastRows, $"There are {rows.Count} rows.");
        Assert.All(rows, row => Assert.True(Named(row).Any(), $"No test: {row.Fault}."));
        Assert.All(rows.SelectMany(Named), test => Assert.True(Exists(test), $"There is no {test}."));
    }

    /// <summary>The tables whose last column is that of the tests.</summary>
    private static IEnumerable<(string Fault, string Proof)> Rows()
    {
        var isTable = false;
        foreach (var line in DeployFiles.Read("docs/reliability.md").Split('\n'))
        {
            if (!line.StartsWith('|'))
            {
                isTable = false;
                continue;
            }

            var cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);
            if (isTable && !cells[0].StartsWith("--", StringComparison.Ordinal))
            {
                yield return (cells[0], cells[^1]);
            }

            isTable |= cells[^1].StartsWith("test", StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Named((string Fault, string Proof) row) =>
        Code().Matches(row.Proof).Select(match => match.Groups[1].Value);

    /// <param name="test">A class of tests, <c>Class.Method</c>, or <c>Class: scenario</c>.</param>
    private static bool Exists(string test)
    {
        var name = ClassName().Match(test).Value;
        var rest = test[name.Length..];
        return Classes[name]
            .Any(type =>
                rest.Length == 0
                || (rest.StartsWith('.') && Tests(type).Any(method => method.Name == rest[1..]))
                || (rest.StartsWith(": ", StringComparison.Ordinal) && Scenarios(type).Contains(rest[2..]))
            );
    }

    private static IEnumerable<MethodInfo> Tests(Type type) =>
        type.GetMethods().Where(method => method.GetCustomAttributes<FactAttribute>().Any());

    private static IEnumerable<string?> Scenarios(Type type) =>
        Tests(type)
            .SelectMany(method => method.GetCustomAttributes<InlineDataAttribute>())
            .Select(data => data.Data[0] as string);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\w+")]
    private static partial Regex ClassName();
}
