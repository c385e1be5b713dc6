using System.Text.RegularExpressions;
using CameraGrid.Cameras;
using CameraGrid.Simulator;
using CameraGrid.Simulator.Cameras;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds the compose files to the images and to the configuration that the programs read.</summary>
public sealed partial class ComposeTests
{
    private readonly Dockerfile _images = Dockerfile.Read();

    public static TheoryData<string> Files => ["compose.yaml", "compose.services.yaml"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_service_is_built_of_a_target_that_exists(string file)
    {
        var built = Services(file).Where(service => service.Value["build"].Map.Count > 0).ToList();

        Assert.NotEmpty(built);
        Assert.All(built, service => Assert.True(_images.Has(service.Value["build"]["target"].Text), service.Key));
        Assert.All(built, service => Assert.Equal("deploy/Dockerfile", service.Value["build"]["dockerfile"].Text));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_service_has_no_more_rights_than_it_needs(string file)
    {
        Assert.All(
            Services(file).Values,
            service =>
            {
                Assert.Equal("true", service["read_only"].Text);
                Assert.Equal(["ALL"], service["cap_drop"].List.Select(item => item.Text));
                Assert.Equal(["no-new-privileges:true"], service["security_opt"].List.Select(item => item.Text));
                Assert.Equal(["/tmp"], service["tmpfs"].List.Select(item => item.Text));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_programs_read_every_variable_that_is_set(string file)
    {
        var keys = Services(file).Values.SelectMany(service => service["environment"].Map.Keys).ToList();

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.True(KnownKeys.Contains(key), key));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Only_the_grid_is_published_and_to_this_machine_only(string file)
    {
        var (_, service) = Assert.Single(Services(file), service => service.Value["ports"].List.Count > 0);
        var target = service["build"]["target"].Text;

        Assert.Contains(target, (string[])["gateway", "standalone"]);
        Assert.Equal("${CAMGRID_PUBLISH:-127.0.0.1:8000}:8000", Assert.Single(service["ports"].List).Text);
        Assert.Contains("8000", _images.All(target, "EXPOSE"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Addresses_within_are_those_of_services_and_their_ports(string file)
    {
        var services = Services(file);
        var addresses = services
            .Values.SelectMany(service => service["environment"].Map.Values)
            .SelectMany(value => Address().Matches(value.Text))
            .Where(match => match.Groups["host"].Value != "0.0.0.0");

        Assert.All(
            addresses,
            match =>
            {
                var (host, port) = (match.Groups["host"].Value, match.Groups["port"].Value);
                Assert.True(services.TryGetValue(host, out var service), host);
                Assert.Contains(port, Ports(service));
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void What_a_file_takes_from_the_environment_is_told_of(string file)
    {
        var told = DeployFiles.Read(".env.example") + DeployFiles.Read(file).Split("\nservices:")[0];

        Assert.All(
            Variable().Matches(DeployFiles.Read(file)).Select(match => match.Groups[1].Value),
            name => Assert.Contains(name, told, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_demo_shows_the_cameras_of_the_simulator()
    {
        var settings = DeployFiles
            .Read("deploy/demo.env")
            .Split('\n')
            .Where(line => line.Contains('='))
            .Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1]);
        var catalog = CameraCatalog.FromConfiguration(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build()
        );
        var simulated = new SimulatedCameras(Options.Create(new SimulatorOptions()), TimeProvider.System);

        Assert.Equal(
            simulated.List.Select(camera => (camera.Id, camera.Name, Url(camera.MainPath), Url(camera.SubPath!))),
            catalog.Cameras.Select(camera => (camera.Id, camera.Name, camera.Main.Url, camera.Sub!.Url))
        );

        static Uri Url(string path) => new($"rtsp://simulator:8554{path}");
    }

    private static IReadOnlyDictionary<string, Yaml> Services(string file) =>
        DeployFiles.ReadYaml(file)["services"].Map;

    private IEnumerable<string> Ports(Yaml service) =>
        service["build"]["target"].Text is { Length: > 0 } target
            ? _images.All(target, "EXPOSE").SelectMany(ports => ports.Split(' '))
            : ["6379"];

    [GeneratedRegex(@"(?<![.\d])(?<host>[a-z][a-z0-9-]*|0\.0\.0\.0):(?<port>\d+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Variable();
}
