using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using YamlDotNet.RepresentationModel;

namespace CameraGrid.Tests.Deploy;

/// <summary>What <c>helm template</c> made of the chart and the values of one case: <c>deploy/helm/render.sh</c>.</summary>
internal sealed partial class Rendering
{
    private const string Chart = "deploy/helm/cameragrid";
    private const string Cases = "CameraGrid.Tests/Deploy/Rendered";

    private readonly string _text;
    private readonly string _ownValues;

    public Rendering(string path)
    {
        Path = path;
        _text = DeployFiles.Read(path);
        _ownValues = path.Replace(".yaml", ".values.yaml", StringComparison.Ordinal);
        Objects = [.. KubernetesYaml.LoadAllFromString(_text, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
        Workloads = [.. Objects.Select(Workload.Of).OfType<Workload>()];
    }

    /// <summary>The files, those of <c>deploy/kubernetes</c> before the cases of the tests.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "deploy/kubernetes/cameragrid.yaml",
        .. Directory
            .EnumerateFiles(System.IO.Path.Combine(DeployFiles.Root, Cases), "*.yaml")
            .Select(file => $"{Cases}/{System.IO.Path.GetFileName(file)}")
            .Where(file => !file.EndsWith(".values.yaml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    public string Path { get; }

    /// <summary>The documents, each of its Kubernetes type; one with a field that its type lacks is refused.</summary>
    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> Objects { get; }

    /// <summary>Those of them that have pods.</summary>
    public IReadOnlyList<Workload> Workloads { get; }

    public string Command => Header().Match(_text).Groups["command"].Value;

    public string Checksum => Header().Match(_text).Groups["checksum"].Value;

    public string ExpectedCommand => $"helm template cameragrid {Chart} --namespace cameragrid --values {_ownValues}";

    public IEnumerable<T> All<T>() => Objects.OfType<T>();

    /// <summary>A value of this case: its own, or else the chart's.</summary>
    public string Value(params string[] path)
    {
        var own = Find(_ownValues);
        return own.Node is null ? Find($"{Chart}/values.yaml").Text : own.Text;

        Yaml Find(string file) => path.Aggregate(DeployFiles.ReadYaml(file), (node, name) => node[name]);
    }

    /// <summary>The documents as they stand, in the order of <see cref="Objects"/>.</summary>
    public IReadOnlyList<YamlNode> ReadNodes()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(_text));
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>The checksum of what would be rendered now.</summary>
    public string ComputeChecksum()
    {
        var templates = Directory
            .EnumerateFiles(System.IO.Path.Combine(DeployFiles.Root, Chart, "templates"))
            .Select(file => $"{Chart}/templates/{System.IO.Path.GetFileName(file)}")
            .Order(StringComparer.Ordinal);
        string[] files = [$"{Chart}/Chart.yaml", $"{Chart}/values.yaml", .. templates, _ownValues];
        return Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(files.Select(DeployFiles.Read))))
        );
    }

    [GeneratedRegex(@"\A# (?<command>.+)\n# sha256 .+: (?<checksum>[0-9a-f]{64})\n")]
    private static partial Regex Header();
}
