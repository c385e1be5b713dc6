using k8s.Models;

namespace CameraGrid.Tests.Deploy;

/// <summary>Holds what the rendered manifests say of each other to what there is.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Files => [.. Rendering.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Selectors_select(string file)
    {
        var rendering = new Rendering(file);

        Assert.NotEmpty(rendering.Workloads);
        Assert.All(
            rendering.Workloads,
            workload => Assert.Equal(workload, Selected(rendering, workload.Selector.MatchLabels))
        );
        Assert.All(rendering.All<V1Service>(), service => Selected(rendering, service.Spec.Selector));
        Assert.All(
            rendering.All<V1PodDisruptionBudget>(),
            budget => Assert.Equal(budget.Metadata.Name, Selected(rendering, budget.Spec.Selector.MatchLabels).Name)
        );
        Assert.All(
            rendering.All<V1NetworkPolicy>(),
            policy => Assert.Equal(policy.Metadata.Name, Selected(rendering, policy.Spec.PodSelector.MatchLabels).Name)
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Names_of_other_objects_are_theirs(string file)
    {
        var rendering = new Rendering(file);
        var services = rendering.All<V1Service>().ToDictionary(service => service.Metadata.Name);

        Assert.All(rendering.All<V1StatefulSet>(), set => Assert.Contains(set.Spec.ServiceName, services.Keys));
        Assert.All(
            rendering.All<V2HorizontalPodAutoscaler>(),
            scaler =>
            {
                var target = scaler.Spec.ScaleTargetRef;
                var workload = Assert.Single(
                    rendering.Workloads,
                    one => (one.Kind, one.Name) == (target.Kind, target.Name)
                );
                Assert.All(workload.Containers, container => Assert.Contains("cpu", container.Resources.Requests.Keys));
                Assert.Null(
                    rendering.All<V1StatefulSet>().Single(set => set.Metadata.Name == target.Name).Spec.Replicas
                );
            }
        );
        Assert.All(
            rendering.All<V1Ingress>().SelectMany(ingress => ingress.Spec.Rules).SelectMany(rule => rule.Http.Paths),
            path =>
            {
                var backend = path.Backend.Service;
                Assert.Contains(services[backend.Name].Spec.Ports, port => port.Name == backend.Port.Name);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Ports_that_services_probes_and_policies_name_are_containers(string file)
    {
        var rendering = new Rendering(file);

        Assert.All(
            rendering.All<V1Service>(),
            service =>
                Assert.All(
                    service.Spec.Ports,
                    port =>
                        Assert.True(Selected(rendering, service.Spec.Selector).Listens(port.TargetPort, port.Protocol))
                )
        );
        Assert.All(
            rendering.Workloads.SelectMany(workload => workload.Containers),
            container => Assert.All(Probes(container), probe => AssertProbe(container, probe))
        );
        foreach (var policy in rendering.All<V1NetworkPolicy>().Select(policy => policy.Spec))
        {
            var own = Selected(rendering, policy.PodSelector.MatchLabels);
            Assert.All(
                policy.Ingress.SelectMany(rule => rule.Ports).Where(port => port.EndPort is null),
                port => Assert.True(own.Listens(port.Port, port.Protocol), $"{own.Name} {port.Port.Value}")
            );
            Assert.All(
                policy.Egress.Where(rule => rule.Ports is not null),
                rule =>
                    Assert.All(
                        Peers(rendering, rule.To),
                        peer => Assert.All(rule.Ports, port => Assert.True(peer.Listens(port.Port)))
                    )
            );
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Policies_let_through_what_the_services_say_to_each_other(string file)
    {
        var rendering = new Rendering(file);
        var policies = rendering
            .All<V1NetworkPolicy>()
            .ToDictionary(policy => policy.Metadata.Name, policy => policy.Spec);
        var talks = new[]
        {
            ("gateway", "frontend"),
            ("gateway", "transcoder"),
            ("gateway", "redis"),
            ("transcoder", "redis"),
            ("transcoder", "simulator"),
            ("transcoder", "transcoder"),
        }
            .Select(talk => (From: Component(rendering, talk.Item1), To: Component(rendering, talk.Item2)))
            .Where(talk => talk is { From: not null, To: not null });

        Assert.All(
            policies.Count == 0 ? [] : talks,
            talk =>
            {
                Assert.Contains(policies[talk.From!.Name].Egress, rule => Peers(rendering, rule.To).Contains(talk.To));
                Assert.True(
                    !policies.TryGetValue(talk.To!.Name, out var policy)
                        || policy.Ingress.Any(rule => Peers(rendering, rule.FromProperty).Contains(talk.From)),
                    talk.To.Name
                );
            }
        );
    }

    [Fact]
    public void The_ingress_holds_nothing_back_and_leaves_connections_open_for_an_hour()
    {
        var ingress = Rendering.Files.SelectMany(file => new Rendering(file).All<V1Ingress>()).Single();

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["nginx.ingress.kubernetes.io/proxy-buffering"] = "off",
                ["nginx.ingress.kubernetes.io/proxy-read-timeout"] = "3600",
                ["nginx.ingress.kubernetes.io/proxy-send-timeout"] = "3600",
            },
            ingress.Metadata.Annotations
        );
    }

    private static Workload Selected(Rendering rendering, IDictionary<string, string> labels) =>
        Assert.Single(rendering.Workloads, workload => workload.Matches(labels));

    private static IEnumerable<Workload> Peers(Rendering rendering, IList<V1NetworkPolicyPeer>? peers) =>
        (peers ?? [])
            .Where(peer => peer.PodSelector is not null)
            .Select(peer => Selected(rendering, peer.PodSelector.MatchLabels));

    private static Workload? Component(Rendering rendering, string name) =>
        rendering.Workloads.SingleOrDefault(workload => workload.Containers.Single().Name == name);

    private static List<V1Probe> Probes(V1Container container) =>
        [.. new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.OfType<V1Probe>()];

    private static void AssertProbe(V1Container container, V1Probe probe)
    {
        var port = probe.HttpGet?.Port ?? probe.TcpSocket?.Port;
        Assert.True(
            port is null || container.Ports.Any(own => own.Name == port.Value),
            $"{container.Name} {port?.Value}"
        );
        if (probe.HttpGet is { } request)
        {
            Assert.Contains(request.Path, Endpoints.OfEveryService);
            Assert.Contains(request.HttpHeaders, header => header is { Name: "Host", Value: "localhost" });
        }
    }
}
