using System.Reflection;
using System.Text.RegularExpressions;
using CameraGrid.Gateway;
using CameraGrid.Simulator;
using CameraGrid.Transcoder;
using CameraGrid.Transcoder.Whep;

namespace CameraGrid.Tests.Deploy;

/// <summary>Whether the programs read a key of their configuration.</summary>
internal static partial class KnownKeys
{
    // The framework's own, which no source of ours names.
    private static readonly string[] Frameworks =
    [
        "ASPNETCORE_HTTP_PORTS",
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED",
        "ConnectionStrings__redis",
    ];

    private static readonly Dictionary<string, Type> Sections = new()
    {
        [TranscoderOptions.Section] = typeof(TranscoderOptions),
        [WhepOptions.Section] = typeof(WhepOptions),
        [SimulatorOptions.Section] = typeof(SimulatorOptions),
        ["Gateway"] = typeof(GatewayOptions),
    };

    private static readonly Lazy<HashSet<string>> Literals = new(ReadLiterals);

    /// <param name="key">As it stands in an environment: <c>Transcoder__NodeId</c>, <c>CAMGRID_URL</c>.</param>
    public static bool Contains(string key) =>
        Property().Match(key) is { Success: true } match
        && Sections.TryGetValue(match.Groups["section"].Value.Replace("__", ":"), out var options)
        && match.Groups["property"].Value is var property
            ? options.GetProperty(property, BindingFlags.Public | BindingFlags.Instance) is not null
            : Frameworks.Contains(key) || Literals.Value.Contains(key);

    // What stands between quotes in the programs' sources.
    private static HashSet<string> ReadLiterals() =>
        [
            .. Directory
                .EnumerateDirectories(DeployFiles.Root, "CameraGrid.*")
                .Where(project => !project.EndsWith(".Tests", StringComparison.Ordinal))
                .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
                .SelectMany(file => Literal().Matches(File.ReadAllText(file)))
                .Select(match => match.Groups[1].Value),
        ];

    // Transcoder__Whep__Addresses__0 is the first of the property Addresses in the section Transcoder:Whep.
    [GeneratedRegex("^(?<section>.+)__(?<property>[A-Za-z]+)(__[0-9]+)?$")]
    private static partial Regex Property();

    [GeneratedRegex("\"([A-Za-z_]+)\"")]
    private static partial Regex Literal();
}
