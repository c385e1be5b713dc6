using CameraGrid.Cameras;
using CameraGrid.Gateway.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CameraGrid.Gateway.Cameras;

/// <summary>
/// What the camera page does: cameras as they are written down, and changes of those in the store. For admins, and for
/// everybody where nobody has to sign in.
/// </summary>
internal static class CameraSettingsEndpoints
{
    // Some addresses and a password.
    private const int MostBytes = 16 * 1024;

    public static void MapCameraSettings(this IEndpointRouteBuilder routes)
    {
        var settings = routes.MapGroup("/api").WithTags("Cameras").ForOperators();
        settings
            .MapGet("camera-settings", Get)
            .WithSummary("All cameras as they are written down, without users and passwords");
        settings
            .MapPost("cameras", AddAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .WithSummary("Adds a camera; its id is made of its name")
            .ProducesValidationProblem();
        settings
            .MapPut("cameras/{id}", ChangeAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes))
            .WithSummary("Changes a camera that was added here; user and password stay where they are left out")
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        settings
            .MapDelete("cameras/{id}", RemoveAsync)
            .WithSummary("Removes a camera that was added here")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static Ok<CameraSettingsView> Get(CameraCatalog catalog, StoredCameras stored)
    {
        var configured = catalog.Cameras.Where(camera => camera.Origin is not CameraOrigin.Page).ToList();
        var ids = configured.Select(camera => camera.Id).ToHashSet();
        return TypedResults.Ok(
            new CameraSettingsView([
                .. configured.Select(CameraSettingView.Of),
                .. stored.All.Select(camera => CameraSettingView.Of(camera, ids.Contains(camera.Id))),
            ])
        );
    }

    private static async Task<Results<Created<NewCameraView>, ValidationProblem>> AddAsync(
        CameraSettings camera,
        CameraEditor editor,
        CancellationToken cancellationToken
    )
    {
        var edit = await editor.AddAsync(camera, cancellationToken);
        return edit.Outcome is CameraEditOutcome.Done
            ? TypedResults.Created($"/api/cameras/{edit.Id}", new NewCameraView(edit.Id))
            : Problems.WrongCamera(edit);
    }

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChangeAsync(
        string id,
        CameraSettings camera,
        CameraEditor editor,
        CancellationToken cancellationToken
    ) => Answer(await editor.ChangeAsync(id, camera, cancellationToken));

    private static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> RemoveAsync(
        string id,
        CameraEditor editor,
        CancellationToken cancellationToken
    ) => Answer(await editor.RemoveAsync(id, cancellationToken));

    private static Results<NoContent, ValidationProblem, ProblemHttpResult> Answer(CameraEdit edit) =>
        edit.Outcome switch
        {
            CameraEditOutcome.Done => TypedResults.NoContent(),
            CameraEditOutcome.Wrong => Problems.WrongCamera(edit),
            CameraEditOutcome.Configured => Problems.ConfiguredCamera(),
            _ => Problems.NoSuchCamera(edit.Id),
        };
}
