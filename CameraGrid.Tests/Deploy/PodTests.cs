using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds the pods of the rendered manifests to the images, to the programs, and to what else is rendered.</summary>
public sealed partial class PodTests
{
    private readonly Dockerfile _images = Dockerfile.Read();

    public static TheoryData<string> Files => [.. Rendering.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Volumes_that_are_mounted_exist_and_those_that_exist_are_mounted(string file)
    {
        Assert.All(
            new Rendering(file).Workloads,
            workload =>
            {
                var mounts = workload.Containers.SelectMany(container => container.VolumeMounts ?? []).ToList();
                var volumes = (workload.Pod.Volumes ?? []).Select(volume => volume.Name).Concat(workload.Claims);
                Assert.Equal(volumes.Order(), mounts.Select(mount => mount.Name).Distinct().Order());
                Assert.Contains(mounts, mount => mount is { MountPath: "/tmp" or "/data", ReadOnlyProperty: not true });
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Secrets_are_in_the_same_rendering_or_named_by_a_value(string file)
    {
        var rendering = new Rendering(file);
        var secrets = rendering
            .All<V1Secret>()
            .ToDictionary(secret => secret.Metadata.Name, secret => secret.StringData);
        var mounted = rendering
            .Workloads.SelectMany(workload => (workload.Pod.Volumes ?? []).Select(volume => (workload, volume)))
            .Where(pair => pair.volume.Secret is not null)
            .ToList();

        Assert.Equal(2, mounted.Count(pair => pair.volume.Name == "cameras"));
        foreach (var (workload, volume) in mounted)
        {
            var container = workload.Containers.Single();
            var mount = container.VolumeMounts.Single(mount => mount.Name == volume.Name);
            var (key, section) =
                volume.Name == "cameras" ? ("CAMGRID_ENV_FILE", "cameras") : ("CAMGRID_ADMIN_PASSWORD_FILE", "signIn");
            var path = container.Env.Single(variable => variable.Name == key).Value;
            Assert.Equal(mount.MountPath, Path.GetDirectoryName(path));
            Assert.True(mount.ReadOnlyProperty);
            Assert.Equal(Convert.ToInt32("440", 8), volume.Secret.DefaultMode);
            AssertSecret(volume.Secret.SecretName, Path.GetFileName(path), section);
        }

        Assert.All(
            Variables(rendering, "ConnectionStrings__redis")
                .Select(variable => variable.ValueFrom?.SecretKeyRef)
                .OfType<V1SecretKeySelector>(),
            reference => AssertSecret(reference.Name, reference.Key, "externalRedis")
        );

        void AssertSecret(string name, string key, string section)
        {
            if (secrets.TryGetValue(name, out var content))
            {
                Assert.Contains(key, content.Keys);
                return;
            }

            Assert.Equal(
                (rendering.Value(section, "existingSecret"), rendering.Value(section, "existingSecretKey")),
                (name, key)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Images_are_those_of_the_Dockerfile_and_listen_where_it_says(string file)
    {
        var rendering = new Rendering(file);
        var prefix = $"{rendering.Value("image", "repository")}-";
        var tag = rendering.Value("image", "tag") is { Length: > 0 } given
            ? given
            : DeployFiles.ReadYaml("deploy/helm/cameragrid/Chart.yaml")["appVersion"].Text;

        foreach (var container in rendering.Workloads.SelectMany(workload => workload.Containers))
        {
            if (container.Name == "redis")
            {
                Assert.Equal(rendering.Value("redis", "image"), container.Image);
                continue;
            }

            Assert.Equal($"{prefix}{container.Name}:{tag}", container.Image);
            Assert.True(_images.Has(container.Name), container.Name);
            Assert.Equal(
                _images.All(container.Name, "EXPOSE").Single().Split(' '),
                container.Ports.Select(port => $"{port.ContainerPort}{(port.Protocol == "UDP" ? "/udp" : "")}")
            );
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Variables_are_read_by_the_programs_and_refer_to_what_stands_before(string file)
    {
        foreach (var container in new Rendering(file).Workloads.SelectMany(workload => workload.Containers))
        {
            var before = new HashSet<string>();
            foreach (var variable in container.Env ?? [])
            {
                var references = Reference().Matches(variable.Value ?? "").Select(match => match.Groups[1].Value);
                Assert.Subset(before, references.ToHashSet());
                Assert.True(before.Add(variable.Name), variable.Name);
            }

            var own = (container.Env ?? []).SelectMany(variable => Reference().Matches(variable.Value ?? ""));
            Assert.All(
                before.Except(own.Select(match => match.Groups[1].Value)),
                key => Assert.True(KnownKeys.Contains(key), key)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Addresses_within_are_those_of_services_and_their_ports(string file)
    {
        var rendering = new Rendering(file);
        var texts = rendering
            .Workloads.SelectMany(workload => workload.Containers)
            .SelectMany(container => container.Env ?? [])
            .Select(variable => variable.Value ?? "")
            .Concat(rendering.All<V1Secret>().SelectMany(secret => secret.StringData.Values));
        var addresses = texts.SelectMany(text => Address().Matches(text)).ToList();

        Assert.NotEmpty(addresses);
        Assert.All(
            addresses,
            match =>
            {
                var service = Assert.Single(
                    rendering.All<V1Service>(),
                    one => one.Metadata.Name == match.Groups[1].Value
                );
                Assert.Contains(service.Spec.Ports, port => $"{port.Port}" == match.Groups[2].Value);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Transcoders_announce_the_port_of_their_container(string file)
    {
        var transcoder = new Rendering(file).Workloads.Single(workload => workload.Name == "cameragrid-transcoder");
        var address = transcoder.Containers.Single().Env.Single(variable => variable.Name == "Transcoder__Address");

        Assert.Equal(
            $"http://$(POD_IP):{transcoder.Ports.Single(port => port.Name == "http").ContainerPort}",
            address.Value
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_container_has_no_more_rights_than_it_needs(string file)
    {
        Assert.All(
            new Rendering(file).Workloads,
            workload =>
            {
                Assert.False(workload.Pod.AutomountServiceAccountToken);
                Assert.True(workload.Pod.SecurityContext.RunAsNonRoot);
                Assert.NotEqual(0, workload.Pod.SecurityContext.RunAsUser);
                Assert.Equal("RuntimeDefault", workload.Pod.SecurityContext.SeccompProfile.Type);
                Assert.True(
                    (workload.Pod.HostNetwork, workload.Pod.HostPID, workload.Pod.HostIPC) is (null, null, null)
                );
                Assert.All(
                    workload.Containers,
                    container =>
                    {
                        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                        Assert.Null(container.SecurityContext.Capabilities.Add);
                        Assert.NotEqual(true, container.SecurityContext.Privileged);
                        Assert.Null(container.SecurityContext.RunAsNonRoot);
                        Assert.Null(container.SecurityContext.RunAsUser);
                    }
                );
            }
        );
    }

    [Fact]
    public void Without_other_values_every_container_asks_for_what_it_needs()
    {
        Assert.All(
            new Rendering("deploy/kubernetes/cameragrid.yaml").Workloads.SelectMany(workload => workload.Containers),
            container =>
            {
                Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Order());
                Assert.Equal(["memory"], container.Resources.Limits.Keys);
                Assert.True(
                    container.Resources.Limits["memory"].ToDecimal()
                        >= container.Resources.Requests["memory"].ToDecimal()
                );
            }
        );
    }

    private static IEnumerable<V1EnvVar> Variables(Rendering rendering, string name) =>
        rendering
            .Workloads.SelectMany(workload => workload.Containers)
            .SelectMany(container => container.Env ?? [])
            .Where(variable => variable.Name == name);

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?<![.\w-])(cameragrid-[a-z]+):(\d+)")]
    private static partial Regex Address();
}
