using System.Globalization;

namespace CameraGrid.Bench;

/// <summary>The command line.</summary>
/// <param name="Names">Benchmarks to run; none means all but those that want to be named.</param>
/// <param name="Minutes">How long memory is watched, or a soak lasts, or null for the benchmark's own choice.</param>
/// <param name="Output">The Markdown file to write, or null.</param>
/// <param name="Trials">How many trials each row of a benchmark of trials has, or null for the benchmark's own choice.</param>
/// <param name="Only">Only rows whose name has this text in it are measured, where a benchmark has rows; null for all.</param>
/// <param name="Seed">Of what a benchmark draws at random, or null for another one each time.</param>
internal sealed record BenchOptions(
    IReadOnlyList<string> Names,
    double? Minutes,
    string? Output,
    int? Trials = null,
    string? Only = null,
    int? Seed = null
)
{
    public const string Usage =
        "Usage: ./camgrid bench [name …] [--minutes N] [--trials N] [--only ROW] [--seed N] [--output FILE]";

    private const int MostTrials = 10_000;

    private const double MostMinutes = 24 * 60;

    /// <summary>Reads the command line; <paramref name="error"/> says what is wrong with it.</summary>
    public static BenchOptions? TryParse(IReadOnlyList<string> args, IReadOnlyList<string> known, out string error)
    {
        var names = new List<string>();
        double? minutes = null;
        string? output = null;
        int? trials = null;
        string? only = null;
        int? seed = null;
        error = "";
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            switch (args[i])
            {
                case "--minutes" when TryMinutes(value, out var number):
                    minutes = number;
                    i++;
                    break;
                case "--minutes":
                    error = "--minutes takes a number above 0.";
                    return null;
                case "--trials" when TryTrials(value, out var number):
                    trials = number;
                    i++;
                    break;
                case "--trials":
                    error = "--trials takes a whole number above 0.";
                    return null;
                case "--only" when !string.IsNullOrWhiteSpace(value):
                    only = value;
                    i++;
                    break;
                case "--only":
                    error = "--only takes a part of a row's name.";
                    return null;
                case "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    seed = number;
                    i++;
                    break;
                case "--seed":
                    error = "--seed takes a whole number.";
                    return null;
                case "--output" when !string.IsNullOrWhiteSpace(value):
                    output = value;
                    i++;
                    break;
                case "--output":
                    error = "--output takes the name of a file.";
                    return null;
                case var name when known.Contains(name):
                    names.Add(name);
                    break;
                default:
                    error = $"No benchmark or option '{args[i]}'. Benchmarks: {string.Join(", ", known)}.";
                    return null;
            }
        }

        return new BenchOptions(names, minutes, output, trials, only, seed);
    }

    /// <summary>Whether a row of this name is to be measured.</summary>
    public bool Chooses(string row) => row.Contains(Only ?? "", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command that asks for this.</summary>
    public string CommandFor(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"./camgrid bench {name}")
        + (Minutes is { } minutes ? string.Create(CultureInfo.InvariantCulture, $" --minutes {minutes}") : "")
        + (Trials is { } trials ? string.Create(CultureInfo.InvariantCulture, $" --trials {trials}") : "")
        + (Only is { } only ? $" --only '{only}'" : "")
        + (Seed is { } seed ? string.Create(CultureInfo.InvariantCulture, $" --seed {seed}") : "");

    private static bool TryTrials(string? text, out int trials) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out trials)
        && trials is > 0 and <= MostTrials;

    private static bool TryMinutes(string? text, out double minutes) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out minutes)
        && minutes is > 0 and <= MostMinutes;
}
