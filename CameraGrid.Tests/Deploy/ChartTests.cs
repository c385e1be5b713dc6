using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds the Helm chart to its values, to the images, and to the configuration that the programs read.</summary>
public sealed partial class ChartTests
{
    private const string Chart = "deploy/helm/cameragrid";

    private readonly Yaml _values = DeployFiles.ReadYaml($"{Chart}/values.yaml");
    private readonly Dockerfile _images = Dockerfile.Read();

    [Fact]
    public void Templates_use_values_that_there_are()
    {
        var used = Matches(Value(), match => match.Groups[1].Value);

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

    [Fact]
    public void The_programs_read_every_variable_that_is_set()
    {
        var names = Matches(Variable(), match => match.Groups[1].Value);
        var own = Matches(Reference(), match => match.Groups[1].Value);

        Assert.NotEmpty(names);
        Assert.All(names.Except(own), key => Assert.True(KnownKeys.Contains(key), key));
    }

    [Theory]
    [InlineData("gateway", "8000")]
    [InlineData("frontend", "8080")]
    [InlineData("transcoder", "8080")]
    [InlineData("simulator", "8080", "8554")]
    public void Every_container_has_the_ports_of_its_image(string target, params string[] ports)
    {
        var template = DeployFiles.Read($"{Chart}/templates/{target}.yaml");

        Assert.Equal(ports, _images.All(target, "EXPOSE").Single().Split(' '));
        Assert.Equal(ports, ContainerPort().Matches(template).Select(match => match.Groups[1].Value));
        Assert.Contains($"include \"cameragrid.image\" (list . \"{target}\")", template, StringComparison.Ordinal);
    }

    [Fact]
    public void Probes_ask_what_every_service_answers()
    {
        var paths = ProbePath().Matches(DeployFiles.Read($"{Chart}/templates/_helpers.tpl"));

        Assert.Equal(["/alive", "/alive", "/health"], paths.Select(match => match.Groups[1].Value).Order());
        Assert.All(paths, match => Assert.Contains(match.Groups[1].Value, Endpoints.OfEveryService));
    }

    [Fact]
    public void Addresses_within_name_components_and_their_ports()
    {
        var addresses = Matches(Address(), match => (match.Groups[1].Value, match.Groups[2].Value));

        Assert.Equal([("frontend", "8080"), ("redis", "6379")], addresses.Distinct().Order());
        Assert.Contains("http://$(POD_IP):8080", DeployFiles.Read($"{Chart}/templates/transcoder.yaml"));
        Assert.Contains("{{ $simulator }}:8554/", DeployFiles.Read($"{Chart}/templates/cameras.yaml"));
    }

    private static List<T> Matches<T>(Regex pattern, Func<Match, T> select) =>
        [.. DeployFiles.ChartTemplates().SelectMany(file => pattern.Matches(file.Text)).Select(select)];

    [GeneratedRegex(@"\.Values\.([A-Za-z.]+[A-Za-z])")]
    private static partial Regex Value();

    [GeneratedRegex(@"- name: ([A-Z][A-Za-z_]+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\(([A-Z_]+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"containerPort: (\d+)")]
    private static partial Regex ContainerPort();

    [GeneratedRegex("\"path\" \"(/[a-z]+)\"")]
    private static partial Regex ProbePath();

    [GeneratedRegex(@"""([a-z]+)""\) \}\}:(\d+)")]
    private static partial Regex Address();
}
