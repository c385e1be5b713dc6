using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds the Helm chart to its values; what it renders is held to much more by the other tests.</summary>
public sealed partial class ChartTests
{
    private const string Chart = "deploy/helm/cameragrid";

    private readonly Yaml _values = DeployFiles.ReadYaml($"{Chart}/values.yaml");

    [Fact]
    public void Templates_use_values_that_there_are()
    {
        var used = DeployFiles
            .ChartTemplates()
            .SelectMany(file => Value().Matches(file.Text))
            .Select(match => match.Groups[1].Value)
            .ToList();

        Assert.NotEmpty(used);
        Assert.All(
            used,
            path =>
            {
                var node = path.Split('.').Aggregate(_values, (node, name) => node[name]);
                Assert.True(node.Node is not null, path);
            }
        );
    }

    [Fact]
    public void Every_value_stands_in_the_schema_and_the_schema_names_no_other()
    {
        var schema = JsonNode.Parse(DeployFiles.Read($"{Chart}/values.schema.json"))!;

        Compare(_values, schema, "");

        void Compare(Yaml values, JsonNode type, string path)
        {
            if (type["$ref"] is not null || type["properties"] is not JsonObject properties)
            {
                return;
            }

            // "global" is Helm's own.
            Assert.Equal(values.Map.Keys.Order(), properties.Select(p => p.Key).Where(key => key != "global").Order());
            Assert.All(values.Map, pair => Compare(pair.Value, properties[pair.Key]!, $"{path}.{pair.Key}"));
        }
    }

    [GeneratedRegex(@"\.Values\.([A-Za-z.]+[A-Za-z])")]
    private static partial Regex Value();
}
