using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CameraGrid.Tests.Deploy;

/// <summary>The repository's files that say how CameraGrid is deployed.</summary>
internal static class DeployFiles
{
    /// <summary>The services that have an image, by the target of <c>deploy/Dockerfile</c>.</summary>
    public static readonly string[] Targets = ["frontend", "gateway", "transcoder", "simulator", "standalone"];

    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<(string Name, string Text)> ChartTemplates() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "deploy/helm/cameragrid/templates"))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file)));

    /// <summary>A YAML document as dictionaries, lists and strings, with its anchors merged.</summary>
    public static Yaml ReadYaml(string path)
    {
        using var text = new StringReader(Read(path));
        return new Yaml(new DeserializerBuilder().Build().Deserialize(new MergingParser(new Parser(text))));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CameraGrid.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}

/// <summary>A node of a YAML document.</summary>
internal readonly record struct Yaml(object? Node)
{
    /// <summary>The member of that name; a node without content where there is none.</summary>
    public Yaml this[string key] => new(Map.GetValueOrDefault(key).Node);

    public IReadOnlyDictionary<string, Yaml> Map =>
        Node is IDictionary<object, object> map
            ? map.ToDictionary(pair => (string)pair.Key, pair => new Yaml(pair.Value))
            : new Dictionary<string, Yaml>();

    public IReadOnlyList<Yaml> List => Node is IList<object> list ? [.. list.Select(item => new Yaml(item))] : [];

    public string Text => Node as string ?? "";
}
