using CameraGrid.Gateway.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CameraGrid.Gateway.Cameras;

/// <summary><c>/api/cameras</c>: the catalog with the live health of each stream.</summary>
internal static class CameraEndpoints
{
    public static IServiceCollection AddCameraApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, GatewayJson.Default);
            // The converters of a resolver serve its own options only.
            json.SerializerOptions.Converters.Add(new StreamStateConverter());
        });
        services.AddOpenApi(document =>
            document.AddDocumentTransformer(
                (description, _, _) =>
                {
                    description.Info.Title = "CameraGrid";
                    description.Servers = [];
                    return Task.CompletedTask;
                }
            )
        );
        return services.AddSingleton<HealthBoard>().AddHostedService<HealthFeed>();
    }

    public static void MapCameras(this IEndpointRouteBuilder routes)
    {
        var cameras = routes.MapGroup("/api/cameras").WithTags("Cameras");
        cameras.MapRead("", GetAll).WithSummary("All cameras, in the order of their configuration");
        cameras.MapRead("{id}", GetOne).WithSummary("One camera").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Ok<CamerasView> GetAll(HealthBoard board) => TypedResults.Ok(board.Read());

    private static Results<Ok<CameraView>, ProblemHttpResult> GetOne(string id, HealthBoard board) =>
        board.Read(id) is { } camera ? TypedResults.Ok(camera) : Problems.NoSuchCamera(id);
}
