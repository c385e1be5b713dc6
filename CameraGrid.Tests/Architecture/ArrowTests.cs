using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CameraGrid.Tests.Architecture;

/// <summary>Keeps the one direction of dependency: what each project, and each slice of the transcoder, may use.</summary>
public sealed partial class ArrowTests
{
    private static readonly string Root = FindRoot();

    [Theory]
    [InlineData("Media", "")]
    [InlineData("Cameras", "")]
    [InlineData("ServiceDefaults", "")]
    [InlineData("Transcoder", "Media Cameras ServiceDefaults")]
    [InlineData("Gateway", "Cameras ServiceDefaults")]
    [InlineData("Frontend", "ServiceDefaults")]
    [InlineData("Simulator", "Media ServiceDefaults")]
    [InlineData("AppHost", "Cameras ServiceDefaults Transcoder Gateway Frontend Simulator")]
    [InlineData("Standalone", "Media Cameras ServiceDefaults Transcoder Gateway Frontend Simulator")]
    public void A_project_uses_what_stands_below_it_only(string project, string allowed)
    {
        var file = XDocument.Load(Path.Combine(Root, $"CameraGrid.{project}", $"CameraGrid.{project}.csproj"));
        var used = file.Descendants("ProjectReference")
            .Select(reference =>
                Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!).Replace("CameraGrid.", "")
            );

        Assert.Empty(used.Except(allowed.Split(' ')));
    }

    [Fact]
    public void Media_uses_no_package_and_no_framework_of_the_web()
    {
        var file = XDocument.Load(Path.Combine(Root, "CameraGrid.Media", "CameraGrid.Media.csproj"));

        Assert.Equal("Microsoft.NET.Sdk", (string?)file.Root!.Attribute("Sdk"));
        Assert.Empty(file.Descendants("PackageReference"));
        Assert.Empty(file.Descendants("FrameworkReference"));
    }

    [Theory]
    [InlineData("Hls")]
    [InlineData("Mse")]
    [InlineData("Stills")]
    [InlineData("Whep")]
    public void A_slice_that_serves_media_knows_none_of_the_others_and_not_where_frames_come_from(string slice)
    {
        string[] others = ["Hls", "Mse", "Stills", "Whep", "Ffmpeg"];

        Assert.Empty(UsedBy("Transcoder", slice).Intersect(others.Except([slice])));
    }

    [Fact]
    public void Only_WebRTC_knows_the_library_that_shakes_its_hands()
    {
        var users = Directory
            .EnumerateFiles(Path.Combine(Root, "CameraGrid.Transcoder"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Org.BouncyCastle", StringComparison.Ordinal))
            .Select(file => new FileInfo(file).Directory!.Name)
            .Distinct();

        Assert.Equal(["Whep"], users);
    }

    [Theory]
    [InlineData("Live")]
    [InlineData("Ffmpeg")]
    public void The_ring_and_its_source_know_no_slice_that_serves_media(string slice)
    {
        Assert.Empty(UsedBy("Transcoder", slice).Intersect(["Hls", "Mse", "Stills", "Whep"]));
    }

    [Theory]
    [InlineData("Cameras", "Proxy Events")]
    [InlineData("Events", "Proxy")]
    [InlineData("Proxy", "Events")]
    public void A_slice_of_the_gateway_knows_only_what_it_stands_on(string slice, string unknown)
    {
        Assert.Empty(UsedBy("Gateway", slice).Intersect(unknown.Split(' ')));
    }

    [Fact]
    public void No_service_starts_a_program_that_inherits_its_environment()
    {
        var starting = new[]
        {
            "Cameras",
            "ServiceDefaults",
            "Transcoder",
            "Gateway",
            "Frontend",
            "Simulator",
            "Standalone",
        }
            .SelectMany(project =>
                Directory.EnumerateFiles(
                    Path.Combine(Root, $"CameraGrid.{project}"),
                    "*.cs",
                    SearchOption.AllDirectories
                )
            )
            .Select(File.ReadAllText)
            .SelectMany(code => code.Split("Cli.Wrap(").Skip(1))
            .ToList();

        Assert.NotEmpty(starting);
        Assert.All(
            starting,
            call =>
                Assert.Contains("ChildEnvironment.Withheld()", call.Split("ExecuteAsync(")[0], StringComparison.Ordinal)
        );
    }

    // The slices of its own project that a slice names, in using directives or in full.
    private static IEnumerable<string> UsedBy(string project, string slice)
    {
        var folder = Path.Combine(Root, $"CameraGrid.{project}", slice);
        return !Directory.Exists(folder)
            ? []
            : Directory
                .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .SelectMany(file => OwnNamespace().Matches(File.ReadAllText(file)))
                .Where(match => match.Groups["project"].Value == project)
                .Select(match => match.Groups["slice"].Value)
                .Where(used => used != slice)
                .Distinct();
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

    [GeneratedRegex(@"\bCameraGrid\.(?<project>\w+)\.(?<slice>\w+)")]
    private static partial Regex OwnNamespace();
}
