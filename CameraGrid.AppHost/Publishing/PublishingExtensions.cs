using Microsoft.Extensions.Options;

namespace CameraGrid.AppHost.Publishing;

/// <summary>What <c>aspire publish</c> makes: files for Docker Compose or Kubernetes, over the images of <c>deploy/Dockerfile</c>.</summary>
internal static class PublishingExtensions
{
    private const string TargetKey = "PublishTo";

    /// <summary>Chooses by <c>PublishTo</c> what is published: <c>docker-compose</c>, the default, or <c>kubernetes</c>.</summary>
    /// <exception cref="OptionsValidationException">It is neither, or this program was built without the publishers.</exception>
    public static void AddPublisher(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        if (Publishers.Add(builder, builder.Configuration[TargetKey] ?? "docker-compose") is { } error)
        {
            throw new OptionsValidationException("AppHost", typeof(PublishingExtensions), [$"{TargetKey}: {error}"]);
        }
    }

    /// <summary>Publishes a service as a target of <c>deploy/Dockerfile</c>, which listens on that port.</summary>
    public static IResourceBuilder<ProjectResource> PublishAsImage(
        this IResourceBuilder<ProjectResource> service,
        string target,
        int port = 8080
    ) =>
        service.PublishAsDockerFile(container =>
        {
            container
                .WithDockerfile(service.ApplicationBuilder.Root(), "deploy/Dockerfile", target)
                .WithEndpoint("http", endpoint => endpoint.TargetPort = port);
            Publishers.Restrict(container);
        });
}
