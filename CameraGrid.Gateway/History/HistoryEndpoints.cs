using System.Globalization;
using System.Text.Json.Nodes;
using CameraGrid.Cameras;
using CameraGrid.Gateway.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;

namespace CameraGrid.Gateway.History;

/// <summary><c>/api/cameras/{id}/history</c>: what each stream did in the last hours, and how much of it was live.</summary>
internal static class HistoryEndpoints
{
    private const int DefaultHours = 24;
    private static readonly int MostHours = (int)HistoryStore.Kept.TotalHours;

    public static IServiceCollection AddHistory(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, HistoryViewJson.Default);
            // The converters of a resolver serve its own options only.
            json.SerializerOptions.Converters.Add(new HistoryStateConverter());
        });

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes
            .MapRead("/api/cameras/{id}/history", GetAsync)
            .WithTags("Cameras")
            .WithSummary("What a camera's streams did in the last hours: changes of state, uptime, restarts by reason")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    DescribeHours(operation);
                    return Task.CompletedTask;
                }
            );

    // The hours come as text, so that wrong ones get an answer that says what is right.
    private static async Task<Results<Ok<CameraHistoryView>, ProblemHttpResult>> GetAsync(
        string id,
        string? hours,
        CameraCatalog catalog,
        HistoryStore store,
        TimeProvider time,
        HttpResponse response,
        CancellationToken cancellationToken
    )
    {
        if (catalog.Find(id) is not { } camera)
        {
            return Problems.NoSuchCamera(id);
        }

        if (!TryParse(hours, out var back))
        {
            return Problems.BadHours(MostHours);
        }

        try
        {
            var main = store.ReadAsync(new StreamKey(id, StreamName.Main), cancellationToken);
            var sub = camera.Sub is null ? null : store.ReadAsync(new StreamKey(id, StreamName.Sub), cancellationToken);
            await Task.WhenAll(main, sub ?? main);
            var to = time.GetUtcNow();
            var from = to - TimeSpan.FromHours(back);
            return TypedResults.Ok(
                new CameraHistoryView(
                    id,
                    from,
                    to,
                    new StreamHistoriesView(
                        StreamHistoryView.Of(await main, from, to),
                        sub is null ? null : StreamHistoryView.Of(await sub, from, to)
                    )
                )
            );
        }
        catch (StoreUnavailableException exception)
        {
            response.Headers.RetryAfter = "5";
            return Problems.NoStore(exception);
        }
    }

    private static bool TryParse(string? text, out int hours)
    {
        hours = DefaultHours;
        return text is null
            || (
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out hours)
                && hours >= 1
                && hours <= MostHours
            );
    }

    private static void DescribeHours(OpenApiOperation operation)
    {
        var hours = operation
            .Parameters?.OfType<OpenApiParameter>()
            .FirstOrDefault(parameter => parameter.Name == "hours");
        if (hours is not null)
        {
            hours.Description = "How many hours back.";
            hours.Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Minimum = "1",
                Maximum = MostHours.ToString(CultureInfo.InvariantCulture),
                Default = JsonValue.Create(DefaultHours),
            };
        }
    }
}
