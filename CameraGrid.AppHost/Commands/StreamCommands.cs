using System.Net;
using System.Text.Json.Nodes;

namespace CameraGrid.AppHost.Commands;

/// <summary>Restarts a camera's stream, from the dashboard.</summary>
internal static class StreamCommands
{
    public const string Restart = "restart-stream";
    public const string Stream = "stream";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

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
                Arguments = [Choices.Of(Stream, "Stream", gateway, "/api/cameras", Streams)],
            }
        );

    private static IEnumerable<KeyValuePair<string, string>> Streams(JsonNode list) =>
        from camera in list["cameras"]!.AsArray()
        from stream in camera!["streams"]!.AsObject()
        where stream.Value is not null
        select KeyValuePair.Create(
            $"{camera["id"]}/{stream.Key}",
            $"{camera["name"]}, {stream.Key}: {stream.Value["state"]}"
        );

    private static async Task<ExecuteCommandResult> RestartAsync(
        ExecuteCommandContext context,
        IReadOnlyList<IResourceBuilder<ProjectResource>> transcoders
    )
    {
        var stream = context.Arguments.GetString(Stream);
        var answers = await Task.WhenAll(transcoders.Select(transcoder => AskAsync(context, transcoder, stream)));
        var obeyed = answers.Where(answer => answer.Obeys).Select(answer => answer.Transcoder).ToList();
        var failures = answers.Select(answer => answer.Failure).OfType<string>().ToList();
        return obeyed.Count > 0 ? CommandResults.Success($"{string.Join(", ", obeyed)} pulls {stream} anew.")
            : failures.Count > 0 ? CommandResults.Failure(string.Join(' ', failures))
            : CommandResults.Failure($"No transcoder pulls {stream} now.");
    }

    /// <summary>One that does not pull the stream neither obeys nor fails.</summary>
    private static async Task<(string Transcoder, bool Obeys, string? Failure)> AskAsync(
        ExecuteCommandContext context,
        IResourceBuilder<ProjectResource> transcoder,
        string? stream
    )
    {
        var name = transcoder.Resource.Name;
        using var client = context.Services.ClientOf(transcoder);
        // The address of one that ended may still accept connections: the orchestrator listens there.
        client.Timeout = AnswerLimit;
        try
        {
            using var response = await client.PostAsync($"/streams/{stream}/restart", null, context.CancellationToken);
            return response.IsSuccessStatusCode ? (name, true, null)
                : response.StatusCode == HttpStatusCode.NotFound ? (name, false, null)
                : (name, false, $"{name}: {await response.DetailAsync(context.CancellationToken)}");
        }
        catch (Exception failure)
            when (failure is HttpRequestException
                || (failure is OperationCanceledException && !context.CancellationToken.IsCancellationRequested)
            )
        {
            return (name, false, $"{name} does not answer.");
        }
    }
}
