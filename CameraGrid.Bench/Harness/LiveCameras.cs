using System.Net.Http.Json;
using System.Text.Json;

namespace CameraGrid.Bench.Harness;

/// <summary>Waits until the product says that every stream of every camera is live.</summary>
internal static class LiveCameras
{
    /// <summary>After this long without it is given up.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(180);

    /// <exception cref="BenchmarkException">They were not, in time; the message counts them by state.</exception>
    public static async Task WaitAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        await Until.NothingIsMissingAsync(Limit, token => MissingAsync(http, token), cancellationToken);
    }

    private static async Task<string?> MissingAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>("/api/cameras", cancellationToken);
        var states = answer
            .GetProperty("cameras")
            .EnumerateArray()
            .SelectMany(camera => camera.GetProperty("streams").EnumerateObject())
            .Where(stream => stream.Value.ValueKind == JsonValueKind.Object)
            .Select(stream => stream.Value.GetProperty("state").GetString()!)
            .CountBy(state => state)
            .ToList();
        return states.TrueForAll(state => state.Key == "live")
            ? null
            : $"not every stream is live: {string.Join(", ", states.Select(state => $"{state.Value} {state.Key}"))}";
    }
}
