using CameraGrid.Cameras;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CameraGrid.Gateway;

/// <summary>The problems this service answers with (RFC 9457). Each detail says what to do.</summary>
internal static class Problems
{
    public static ProblemHttpResult NoSuchCamera(string id) =>
        TypedResults.Problem(
            $"There is no camera \"{id}\". GET /api/cameras lists them.",
            statusCode: StatusCodes.Status404NotFound,
            title: "No such camera"
        );

    public static ValidationProblem WrongCamera(CameraEdit edit) =>
        TypedResults.ValidationProblem(
            edit.Errors.ToDictionary(),
            "Nothing was changed. Correct what \"errors\" names, and send it again.",
            title: "Wrong camera"
        );

    public static ProblemHttpResult ConfiguredCamera() =>
        TypedResults.Problem(
            "This camera was not added on the camera page. Change it where it is written down: in .env or in the JSON file.",
            statusCode: StatusCodes.Status409Conflict,
            title: "Configured camera"
        );

    public static ProblemHttpResult NoSuchStream(string camera) =>
        TypedResults.Problem(
            $"The camera \"{camera}\" has no such stream. Every camera has \"main\"; GET /api/cameras/{camera} tells whether it has \"sub\".",
            statusCode: StatusCodes.Status404NotFound,
            title: "No such stream"
        );

    public static ProblemHttpResult BadHours(int most) =>
        TypedResults.Problem(
            $"\"hours\" must be a whole number from 1 to {most}, as in ?hours=24.",
            statusCode: StatusCodes.Status400BadRequest,
            title: "Bad hours"
        );

    public static ProblemHttpResult NoStore(StoreUnavailableException why) =>
        TypedResults.Problem(
            $"{why.Message} Pictures go on without it. Start Redis or repair what it says, check ConnectionStrings:redis, "
                + "and try again in a moment.",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "No store"
        );

    public static ProblemHttpResult BadReport(string why) =>
        TypedResults.Problem(
            $"The report was not counted: {why}. GET /openapi/v1.json describes it.",
            statusCode: StatusCodes.Status400BadRequest,
            title: "Bad report"
        );

    public static ProblemHttpResult ReportTooLarge(int most) =>
        TypedResults.Problem(
            $"A report has {most} bytes at most. Send several.",
            statusCode: StatusCodes.Status413PayloadTooLarge,
            title: "Report too large"
        );

    public static ProblemHttpResult NoSuchRoute() =>
        TypedResults.Problem(
            "GET /openapi/v1.json describes the API.",
            statusCode: StatusCodes.Status404NotFound,
            title: "No such route"
        );

    /// <param name="allowed">The methods that there are instead.</param>
    public static ProblemHttpResult WrongMethod(IReadOnlyList<string> allowed) =>
        TypedResults.Problem(
            $"This address takes {string.Join(", ", allowed)}. GET /openapi/v1.json describes the API.",
            statusCode: StatusCodes.Status405MethodNotAllowed,
            title: "Wrong method"
        );

    public static ProblemHttpResult OtherOrigin() =>
        TypedResults.Problem(
            "Another site's page may not read the cameras. Open the grid at its own address.",
            statusCode: StatusCodes.Status403Forbidden,
            title: "Other origin"
        );

    public static ProblemHttpResult NoTranscoder() =>
        TypedResults.Problem(
            "No transcoder is running yet. Try again in a moment.",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "No transcoder"
        );

    public static ProblemHttpResult OnItsWay() =>
        TypedResults.Problem(
            "The stream is on its way from one transcoder to another. Try again in a moment.",
            statusCode: StatusCodes.Status503ServiceUnavailable,
            title: "On its way"
        );

    public static ProblemHttpResult NoAnswer(string service, int status) =>
        TypedResults.Problem(
            $"The {service} does not answer. Try again in a moment.",
            statusCode: status,
            title: "No answer"
        );
}
