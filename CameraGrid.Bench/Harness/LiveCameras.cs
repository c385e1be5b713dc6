using System.Net.Http.Json;
using System.Text.Json;

namespace CameraGrid.Bench.Harness;

/// <summary>Waits until the product says that every stream of every camera is live.</summary>
internal static class LiveCameras
{
    /// <summary>After this long without it is given up.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(180);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <exception cref="BenchmarkException">They were not, in time; the message counts them by state.</exception>
    public static async Task WaitAsync(Uri address, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Limit);
        var states = "";
        try
        {
            while (true)
            {
                var answer = await http.GetFromJsonAsync<JsonElement>("/api/cameras", late.Token);
                var streams = answer
                    .GetProperty("cameras")
                    .EnumerateArray()
                    .SelectMany(camera => camera.GetProperty("streams").EnumerateObject())
                    .Where(stream => stream.Value.ValueKind == JsonValueKind.Object)
                    .Select(stream => stream.Value.GetProperty("state").GetString())
                    .ToList();
                if (streams.TrueForAll(state => state == "live"))
                {
                    return;
                }

                states = string.Join(
                    ", ",
                    streams.CountBy(state => state!).Select(state => $"{state.Value} {state.Key}")
                );
                await Task.Delay(Poll, TimeProvider.System, late.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"Not every camera came alive within {Limit.TotalSeconds} s: {states}.");
        }
    }
}
