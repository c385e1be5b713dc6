using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CameraGrid.AppHost.Commands;

/// <summary>Inputs of the dashboard's commands.</summary>
internal static class Choices
{
    /// <summary>What can be chosen is what a service lists, at the moment in which it is asked for.</summary>
    /// <param name="name">The argument's name.</param>
    /// <param name="label">What a person reads beside it.</param>
    /// <param name="service">Who is asked.</param>
    /// <param name="path">At which path of it, for JSON.</param>
    /// <param name="options">The values in the answer, each with the text that a person chooses it by.</param>
    public static InteractionInput Of(
        string name,
        string label,
        IResourceBuilder<ProjectResource> service,
        string path,
        Func<JsonNode, IEnumerable<KeyValuePair<string, string>>> options
    ) =>
        new()
        {
            Name = name,
            Label = label,
            InputType = InputType.Choice,
            Required = true,
            DynamicLoading = new InputLoadOptions
            {
                LoadCallback = async load =>
                {
                    using var client = load.Services.ClientOf(service);
                    var list = await client.GetFromJsonAsync<JsonNode>(path, load.CancellationToken);
                    load.Input.Options = [.. options(list!)];
                },
            },
        };
}
