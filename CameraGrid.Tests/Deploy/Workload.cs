using k8s;
using k8s.Models;

namespace CameraGrid.Tests.Deploy;

/// <summary>What has pods: a Deployment or a StatefulSet.</summary>
/// <param name="Claims">The volumes that its pods get from volume claim templates.</param>
internal sealed record Workload(
    string Kind,
    string Name,
    V1LabelSelector Selector,
    V1PodTemplateSpec Template,
    IReadOnlyList<string> Claims
)
{
    public V1PodSpec Pod => Template.Spec;

    public IEnumerable<V1Container> Containers => [.. Pod.InitContainers ?? [], .. Pod.Containers];

    public IEnumerable<V1ContainerPort> Ports => Containers.SelectMany(container => container.Ports ?? []);

    public static Workload? Of(IKubernetesObject document) =>
        document switch
        {
            V1Deployment { Metadata.Name: var name, Spec: var spec } => new(
                V1Deployment.KubeKind,
                name,
                spec.Selector,
                spec.Template,
                []
            ),
            V1StatefulSet { Metadata.Name: var name, Spec: var spec } => new(
                V1StatefulSet.KubeKind,
                name,
                spec.Selector,
                spec.Template,
                [.. spec.VolumeClaimTemplates?.Select(claim => claim.Metadata.Name) ?? []]
            ),
            _ => null,
        };

    public bool Matches(IDictionary<string, string> labels) =>
        labels.All(label => Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);

    /// <summary>Whether a container listens there, by the port's name or number.</summary>
    public bool Listens(IntOrString port, string? protocol = null) =>
        Ports.Any(own =>
            (own.Name == port.Value || $"{own.ContainerPort}" == port.Value)
            && (own.Protocol ?? "TCP") == (protocol ?? "TCP")
        );
}
