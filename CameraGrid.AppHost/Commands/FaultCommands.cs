using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CameraGrid.AppHost.Commands;

/// <summary>Makes a simulated camera fail, and well again, from the dashboard.</summary>
internal static class FaultCommands
{
    public const string Run = "run-fault";
    public const string Clear = "clear-faults";
    public const string Camera = "camera";
    public const string Kind = "kind";
    public const string Seconds = "seconds";

    public static IResourceBuilder<ProjectResource> WithFaults(this IResourceBuilder<ProjectResource> simulator) =>
        simulator
            .WithCommand(
                Run,
                "Run a fault",
                context => RunAsync(context, simulator),
                new CommandOptions
                {
                    Description = "Makes one of the simulated cameras fail for a time.",
                    IconName = "PlugDisconnected",
                    Arguments =
                    [
                        Cameras(simulator),
                        Choice(
                            Kind,
                            "Fault",
                            simulator,
                            "/api/faults/kinds",
                            kind => (kind.ToString(), kind.ToString())
                        ),
                        new InteractionInput
                        {
                            Name = Seconds,
                            Label = "Seconds",
                            InputType = InputType.Number,
                            Required = true,
                            Value = "20",
                        },
                    ],
                }
            )
            .WithCommand(
                Clear,
                "Clear faults",
                context => ClearAsync(context, simulator),
                new CommandOptions
                {
                    Description = "Makes one of the simulated cameras well again.",
                    IconName = "PlugConnected",
                    Arguments = [Cameras(simulator)],
                }
            );

    private static InteractionInput Cameras(IResourceBuilder<ProjectResource> simulator) =>
        Choice(Camera, "Camera", simulator, "/cameras", camera => ($"{camera["id"]}", $"{camera["name"]}"));

    // What can be chosen is what the simulator lists at that path.
    private static InteractionInput Choice(
        string name,
        string label,
        IResourceBuilder<ProjectResource> simulator,
        string path,
        Func<JsonNode, (string Value, string Text)> option
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
                    using var client = load.Services.ClientOf(simulator);
                    var list = await client.GetFromJsonAsync<JsonArray>(path, load.CancellationToken);
                    load.Input.Options =
                    [
                        .. list!
                            .Select(item => option(item!))
                            .Select(item => KeyValuePair.Create(item.Value, item.Text)),
                    ];
                },
            },
        };

    private static async Task<ExecuteCommandResult> RunAsync(
        ExecuteCommandContext context,
        IResourceBuilder<ProjectResource> simulator
    )
    {
        var (camera, kind) = (context.Arguments.GetString(Camera), context.Arguments.GetString(Kind));
        var seconds = context.Arguments.GetDouble(Seconds);
        using var client = context.Services.ClientOf(simulator);
        using var response = await client.PutAsJsonAsync(
            $"/api/faults/{camera}",
            new { kind, seconds },
            context.CancellationToken
        );
        return response.IsSuccessStatusCode
            ? CommandResults.Success($"{camera}: {kind}, for {seconds} s.")
            : CommandResults.Failure(await response.DetailAsync(context.CancellationToken));
    }

    private static async Task<ExecuteCommandResult> ClearAsync(
        ExecuteCommandContext context,
        IResourceBuilder<ProjectResource> simulator
    )
    {
        var camera = context.Arguments.GetString(Camera);
        using var client = context.Services.ClientOf(simulator);
        using var response = await client.DeleteAsync($"/api/faults/{camera}", context.CancellationToken);
        return response.IsSuccessStatusCode
            ? CommandResults.Success($"{camera} is well.")
            : CommandResults.Failure(await response.DetailAsync(context.CancellationToken));
    }
}
