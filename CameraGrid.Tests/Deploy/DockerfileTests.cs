using System.Globalization;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds <c>deploy/Dockerfile</c> to the programs that it packs.</summary>
public sealed class DockerfileTests
{
    private readonly Dockerfile _file = Dockerfile.Read();

    public static TheoryData<string> Targets => [.. DeployFiles.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_image_starts_the_program_that_it_publishes(string target)
    {
        var project = $"CameraGrid.{CultureInfo.InvariantCulture.TextInfo.ToTitleCase(target)}";

        Assert.True(File.Exists(Path.Combine(DeployFiles.Root, project, $"{project}.csproj")));
        Assert.Equal($"[\"dotnet\", \"{project}.dll\"]", Assert.Single(_file.All(target, "ENTRYPOINT")));
        Assert.Contains($"--from=publish-{target} /app ./", _file.All(target, "COPY"));
        Assert.Contains($"dotnet publish {project} ", _file.All($"publish-{target}", "RUN").Single());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_image_runs_as_a_user_that_is_not_root(string target)
    {
        Assert.Equal("$APP_UID", _file.All(target, "USER").Last());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_image_listens_where_its_health_is_asked_for(string target)
    {
        var environment = _file.Environment(target);
        var port = environment["ASPNETCORE_HTTP_PORTS"] is { Length: > 0 } given
            ? given
            : new Uri(environment["CAMGRID_URL"]).Port.ToString(CultureInfo.InvariantCulture);

        Assert.EndsWith($"CMD [\"healthcheck\", \"{port}\"]", _file.All(target, "HEALTHCHECK").Last(), Ordinal);
        Assert.Contains(port, _file.All(target, "EXPOSE").Last().Split(' '));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_programs_read_every_variable_that_is_set(string target)
    {
        Assert.All(_file.Environment(target).Keys, key => Assert.True(KnownKeys.Contains(key), key));
    }

    [Theory]
    [InlineData("transcoder")]
    [InlineData("simulator")]
    [InlineData("standalone")]
    public void Those_who_start_Ffmpeg_have_it(string target)
    {
        Assert.Contains(_file.All(target, "RUN"), line => line.Contains(" ffmpeg ", Ordinal));
    }

    [Fact]
    public void Without_a_target_the_all_in_one_is_built()
    {
        Assert.Equal("standalone", _file.LastStage);
    }

    [Fact]
    public void Health_is_asked_for_where_every_service_tells_it()
    {
        Assert.Contains("GET /alive HTTP/1.1", DeployFiles.Read("deploy/healthcheck.sh"), Ordinal);
        Assert.Contains("/alive", Endpoints.OfEveryService);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
