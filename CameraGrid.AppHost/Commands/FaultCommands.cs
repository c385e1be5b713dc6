using System.Net.Http.Json;

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
                        Choices.Of(
                            Kind,
                            "Fault",
                            simulator,
                            "/api/faults/kinds",
                            list => list.AsArray().Select(kind => KeyValuePair.Create($"{kind}", $"{kind}"))
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
        Choices.Of(
            Camera,
            "Camera",
            simulator,
            "/cameras",
            list => list.AsArray().Select(camera => KeyValuePair.Create($"{camera!["id"]}", $"{camera["name"]}"))
        );

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
