#if ASPIRE_PUBLISHERS
using Aspire.Hosting.Kubernetes;
using Aspire.Hosting.Kubernetes.Resources;
using ComposeService = Aspire.Hosting.Docker.Resources.ComposeNodes.Service;
#endif

namespace CameraGrid.AppHost.Publishing;

#if ASPIRE_PUBLISHERS
/// <summary>Docker Compose and Kubernetes.</summary>
internal static class Publishers
{
    private const string Name = "cameragrid";

    // The user of all images, as a number, which Kubernetes can tell from root.
    private const long User = 1654;

    /// <summary>Adds one of them; what is wrong where there is no such one.</summary>
    public static string? Add(IDistributedApplicationBuilder builder, string target)
    {
        switch (target)
        {
            case "docker-compose":
                builder.AddDockerComposeEnvironment(Name).WithDashboard(false);
                return null;
            case "kubernetes":
                // A claim for the volume of redis, not a folder that goes with its pod.
                builder
                    .AddKubernetesEnvironment(Name)
                    .WithDashboard(false)
                    .WithProperties(environment => environment.DefaultStorageType = "pvc");
                return null;
            default:
                return "expected docker-compose or kubernetes.";
        }
    }

    /// <summary>Takes from a service what it needs no right for.</summary>
    public static void Restrict(IResourceBuilder<ContainerResource> container)
    {
        if (container.ApplicationBuilder.Resources.OfType<KubernetesEnvironmentResource>().Any())
        {
            container.PublishAsKubernetesService(Restrict);
        }
        else
        {
            container.PublishAsDockerComposeService((_, service) => Restrict(service));
        }
    }

    private static void Restrict(ComposeService service)
    {
        service.ReadOnly = true;
        service.Tmpfs.Add("/tmp");
        service.CapDrop.Add("ALL");
        service.SecurityOpt.Add("no-new-privileges:true");
        service.Restart = "unless-stopped";
        service.StopGracePeriod = "30s";
        // Nobody comes in without an account; with one, it is for its operator to say who may reach it.
        service.Ports =
        [
            .. service.Ports.Select(port => $"${{CAMGRID_PUBLISH:-127.0.0.1:8000}}:{port.Split(':')[^1]}"),
        ];
    }

    private static void Restrict(KubernetesResource resource)
    {
        var pod = resource.Workload!.PodTemplate.Spec;
        pod.AutomountServiceAccountToken = false;
        pod.EnableServiceLinks = false;
        pod.SecurityContext = new PodSecurityContextV1
        {
            RunAsNonRoot = true,
            RunAsUser = User,
            RunAsGroup = User,
            SeccompProfile = new SeccompProfileV1 { Type = "RuntimeDefault" },
        };
        pod.Volumes.Add(new VolumeV1 { Name = "tmp", EmptyDir = new EmptyDirVolumeSourceV1() });
        foreach (var container in pod.Containers)
        {
            container.SecurityContext = new SecurityContextV1
            {
                AllowPrivilegeEscalation = false,
                ReadOnlyRootFilesystem = true,
                Capabilities = new CapabilitiesV1 { Drop = { "ALL" } },
            };
            container.VolumeMounts.Add(new VolumeMountV1 { Name = "tmp", MountPath = "/tmp" });
        }
    }
}
#else
/// <summary>None: the source of NuGet packages has no Aspire.Hosting.Docker and Aspire.Hosting.Kubernetes.</summary>
internal static class Publishers
{
    public static string? Add(IDistributedApplicationBuilder builder, string target) =>
        $"cannot publish to {target}, since this was built without Aspire.Hosting.Docker and Aspire.Hosting.Kubernetes "
        + "(AspirePackages). Build it where the NuGet source serves them.";

    public static void Restrict(IResourceBuilder<ContainerResource> container) { }
}
#endif
