using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds the rendered manifests to the chart that they come from, and to the types of Kubernetes.</summary>
public sealed partial class RenderingTests
{
    public static TheoryData<string> Files => [.. Rendering.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_chart_has_not_changed_since_it_was_rendered(string file)
    {
        var rendering = new Rendering(file);

        Assert.Equal(rendering.ExpectedCommand, rendering.Command);
        Assert.True(
            rendering.Checksum == rendering.ComputeChecksum(),
            $"The chart has changed; run deploy/helm/render.sh, which runs {rendering.Command}"
        );
    }

    [Fact]
    public void All_that_the_chart_can_make_is_rendered()
    {
        var kinds = Rendering.Files.SelectMany(file => new Rendering(file).Objects).Select(document => document.Kind);
        var offered = DeployFiles.ChartTemplates().SelectMany(file => Kind().Matches(file.Text));

        Assert.Equal(offered.Select(match => match.Groups[1].Value).Distinct().Order(), kinds.Distinct().Order());
    }

    // The client's parser takes 2026 for a string and "2" for a number, which the API server refuses.
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_scalar_is_what_its_field_asks_for(string file)
    {
        var rendering = new Rendering(file);
        var nodes = rendering.ReadNodes();

        Assert.Equal(nodes.Count, rendering.Objects.Count);
        foreach (var (node, document) in nodes.Zip(rendering.Objects))
        {
            Compare(
                node,
                JsonNode.Parse(KubernetesJson.Serialize(document)),
                $"{document.Kind} {document.Metadata.Name}"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_object_is_named_once_as_names_may_be_and_stands_in_one_namespace(string file)
    {
        var objects = new Rendering(file).Objects;

        Assert.Equal(objects.Count, objects.DistinctBy(item => (item.Kind, item.Metadata.Name)).Count());
        Assert.All(objects, item => Assert.Matches(Name(), item.Metadata.Name));
        Assert.All(objects, item => Assert.Equal("cameragrid", item.Metadata.NamespaceProperty));
    }

    private static void Compare(YamlNode yaml, JsonNode? json, string path)
    {
        switch (yaml)
        {
            case YamlMappingNode map:
                Assert.All(map.Children, pair => Compare(pair.Value, json![$"{pair.Key}"], $"{path}.{pair.Key}"));
                break;
            case YamlSequenceNode list:
                Assert.Equal(list.Children.Count, json!.AsArray().Count);
                Assert.All(list.Children, (item, index) => Compare(item, json[index], $"{path}[{index}]"));
                break;
            case YamlScalarNode scalar:
                Assert.True(Resolve(scalar) == json?.GetValueKind().ToString(), $"{path}: {scalar}");
                break;
        }
    }

    private static string Resolve(YamlScalarNode scalar) =>
        scalar.Style is ScalarStyle.Plain && Number().IsMatch(scalar.Value!) ? "Number"
        : scalar.Style is ScalarStyle.Plain && Boolean().Match(scalar.Value!) is { Success: true } match
            ? match.Groups["true"].Success ? "True"
                : "False"
        : scalar.Style is ScalarStyle.Plain && Null().IsMatch(scalar.Value!) ? "Null"
        : "String";

    [GeneratedRegex(@"^kind: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Kind();

    // RFC 1035, which Services ask for, and what remains to a StatefulSet's name for the labels of its pods.
    [GeneratedRegex("^[a-z]([-a-z0-9]{0,50}[a-z0-9])?$")]
    private static partial Regex Name();

    // As YAML 1.1 has it.
    [GeneratedRegex(
        @"^[-+]?(0x[0-9a-f_]+|[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|\.[0-9]+|\.inf|\.nan)$",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Number();

    [GeneratedRegex("^((?<true>y|yes|true|on)|n|no|false|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex Boolean();

    [GeneratedRegex("^(|~|null)$", RegexOptions.IgnoreCase)]
    private static partial Regex Null();
}
