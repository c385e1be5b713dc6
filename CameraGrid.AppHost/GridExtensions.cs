using System.Globalization;
using CameraGrid.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CameraGrid.AppHost;

/// <summary>What the services of the grid have that Aspire has no word for.</summary>
internal static class GridExtensions
{
    private const string TranscodersKey = "Parameters:transcoders";
    private const int MostTranscoders = 32;

    /// <summary>The repository, which holds the AppHost's folder.</summary>
    public static string Root(this IDistributedApplicationBuilder builder) =>
        Path.GetFullPath("..", builder.AppHostDirectory);

    /// <summary>
    /// As many transcoders as the parameter <c>transcoders</c> says: <c>transcoder-1</c>, <c>transcoder-2</c> … Each is a
    /// resource of its own, and not one of several replicas, since the gateway reaches each at an address of its own.
    /// </summary>
    /// <exception cref="OptionsValidationException">The parameter is no such number.</exception>
    public static IReadOnlyList<IResourceBuilder<ProjectResource>> AddTranscoders(
        this IDistributedApplicationBuilder builder,
        Action<IResourceBuilder<ProjectResource>> configure
    )
    {
        var given = builder.Configuration[TranscodersKey] ?? "1";
        if (!int.TryParse(given, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostTranscoders)
        {
            throw new OptionsValidationException(
                "AppHost",
                typeof(GridExtensions),
                [$"{TranscodersKey}: expected a number from 1 to {MostTranscoders}."]
            );
        }

        return [.. Enumerable.Range(1, count).Select(Add)];

        IResourceBuilder<ProjectResource> Add(int number)
        {
            var name = $"transcoder-{number}";
            var transcoder = builder
                .AddProject<Projects.CameraGrid_Transcoder>(name)
                .WithEnvironment("Transcoder__NodeId", name);
            configure(transcoder);
            // On this machine it announces the address that it listens on, without Aspire's proxy between.
            return builder.ExecutionContext.IsPublishMode
                ? transcoder.WithEnvironment("Transcoder__Address", transcoder.GetEndpoint("http"))
                : transcoder;
        }
    }

    /// <summary>The names by which browsers may call the grid: those of this machine, and <c>AllowedHosts</c>.</summary>
    public static IResourceBuilder<ProjectResource> WithHostNames(
        this IResourceBuilder<ProjectResource> gateway,
        IConfiguration settings
    )
    {
        var more = settings[HostNames.Key];
        return gateway.WithEnvironment(
            HostNames.Key,
            string.IsNullOrWhiteSpace(more) ? HostNames.Loopback : $"{HostNames.Loopback};{more}"
        );
    }

    /// <summary>The grid and the health page, in the dashboard.</summary>
    public static IResourceBuilder<ProjectResource> WithLinks(this IResourceBuilder<ProjectResource> gateway) =>
        gateway
            .WithUrlForEndpoint("http", url => url.DisplayText = "The grid")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/status", DisplayText = "Health" });
}
