using System.Text.RegularExpressions;

namespace CameraGrid.Tests.Deploy;

/// <summary>The stages of <c>deploy/Dockerfile</c>.</summary>
internal sealed partial class Dockerfile
{
    private readonly Dictionary<string, (string From, List<string> Lines)> _stages = [];

    private Dockerfile() { }

    public string LastStage { get; private set; } = "";

    public static Dockerfile Read()
    {
        var file = new Dockerfile();
        foreach (var line in Continuation().Replace(DeployFiles.Read("deploy/Dockerfile"), " ").Split('\n'))
        {
            if (From().Match(line) is { Success: true } from)
            {
                file.LastStage = from.Groups["name"].Value;
                file._stages[file.LastStage] = (from.Groups["image"].Value, []);
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                file._stages[file.LastStage].Lines.Add(line);
            }
        }

        return file;
    }

    public bool Has(string stage) => _stages.ContainsKey(stage);

    /// <summary>What a stage says, with what the stages of this file that it is made of say before.</summary>
    public IReadOnlyList<string> Lines(string stage) =>
        _stages.TryGetValue(stage, out var found) ? [.. Lines(found.From), .. found.Lines] : [];

    /// <summary>The arguments of an instruction, in the order of the lines.</summary>
    public IEnumerable<string> All(string stage, string instruction) =>
        Lines(stage)
            .Where(line => line.StartsWith($"{instruction} ", StringComparison.Ordinal))
            .Select(line => line[(instruction.Length + 1)..]);

    public Dictionary<string, string> Environment(string stage) =>
        All(stage, "ENV")
            .SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^FROM (?:--platform=\S+ )?(?<image>\S+) AS (?<name>\S+)$")]
    private static partial Regex From();
}
