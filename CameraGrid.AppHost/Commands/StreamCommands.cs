using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CameraGrid.AppHost.Commands;

/// <summary>Restarts a camera's stream, from the dashboard.</summary>
internal static class StreamCommands
{
    public const string Restart = "restart-stream";
    public const string Stream = "stream";

    /// <summary>Adds the command. It asks each transcoder, of which the one that pulls the stream obeys.</summary>
    public static IResourceBuilder<ProjectResource> WithStreamRestart(
        this IResourceBuilder<ProjectResource> gateway,
        IReadOnlyList<IResourceBuilder<ProjectResource>> transcoders
    ) =>
        gateway.WithCommand(
            Restart,
            "Restart a stream",
            context => RestartAsync(context, transcoders),
            new CommandOptions
            {
                Description = "Ends what pulls a camera's stream, and pulls it anew.",
                IconName = "ArrowClockwise",
                Arguments =
                [
                    new InteractionInput
                    {
                        Name = Stream,
                        Label = "Stream",
                        InputType = InputType.Choice,
                        Required = true,
                        DynamicLoading = new InputLoadOptions { LoadCallback = load => LoadAsync(load, gateway) },
                    },
                ],
            }
        );

    private static async Task LoadAsync(LoadInputContext load, IResourceBuilder<ProjectResource> gateway)
    {
        using var client = load.Services.ClientOf(gateway);
        var list = await client.GetFromJsonAsync<JsonObject>("/api/cameras", load.CancellationToken);
        load.Input.Options =
        [
            .. from camera in list!["cameras"]!.AsArray()
            from stream in camera!["streams"]!.AsObject()
            where stream.Value is not null
            select KeyValuePair.Create(
                $"{camera["id"]}/{stream.Key}",
                $"{camera["name"]}, {stream.Key}: {stream.Value["state"]}"
            ),
        ];
    }

    private static async Task<ExecuteCommandResult> RestartAsync(
        ExecuteCommandContext context,
        IReadOnlyList<IResourceBuilder<ProjectResource>> transcoders
    )
    {
        var stream = context.Arguments.GetString(Stream);
        var obeyed = new List<string>();
        var failures = new List<string>();
        foreach (var transcoder in transcoders)
        {
            using var client = context.Services.ClientOf(transcoder);
            try
            {
                using var response = await client.PostAsync(
                    $"/streams/{stream}/restart",
                    null,
                    context.CancellationToken
                );
                if (response.IsSuccessStatusCode)
                {
                    obeyed.Add(transcoder.Resource.Name);
                }
                else if (response.StatusCode != HttpStatusCode.NotFound)
                {
                    failures.Add(
                        $"{transcoder.Resource.Name}: {await response.DetailAsync(context.CancellationToken)}"
                    );
                }
            }
            catch (HttpRequestException)
            {
                failures.Add($"{transcoder.Resource.Name} does not answer.");
            }
        }

        return obeyed.Count > 0 ? CommandResults.Success($"{string.Join(", ", obeyed)} pulls {stream} anew.")
            : failures.Count > 0 ? CommandResults.Failure(string.Join(' ', failures))
            : CommandResults.Failure($"No transcoder pulls {stream} now.");
    }
}
