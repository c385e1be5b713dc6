using System.Net.Http.Json;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>What the product's camera API says.</summary>
internal sealed class CameraStates(Uri address) : IDisposable
{
    // Encodings, starts and restarts of all cameras at once, on a machine of two cores.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    public HttpClient Client { get; } = new() { BaseAddress = address };

    /// <summary>Waits until every stream of these cameras is live.</summary>
    public Task AllLiveAsync(IReadOnlyCollection<string> cameras) =>
        UntilAsync(cameras, (_, stream) => stream.State == "live");

    /// <summary>How often each of these cameras' streams was restarted, by its name: "cam1/main".</summary>
    public async Task<IReadOnlyDictionary<string, int>> RestartsAsync(IReadOnlyCollection<string> cameras)
    {
        var streams = await ReadAsync(cameras, TestContext.Current.CancellationToken);
        return streams.ToDictionary(found => found.Name, found => found.Stream.Restarts);
    }

    /// <summary>Waits until that holds for every stream of these cameras, given its name and its record.</summary>
    public async Task UntilAsync(IReadOnlyCollection<string> cameras, Func<string, StreamRecord, bool> holds)
    {
        var token = TestContext.Current.CancellationToken;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(Limit);
        IReadOnlyList<(string Name, StreamRecord Stream)> others = [];
        try
        {
            do
            {
                await Task.Delay(100, limit.Token);
                var streams = await ReadAsync(cameras, limit.Token);
                others = [.. streams.Where(found => !holds(found.Name, found.Stream))];
            } while (others.Count > 0);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            Assert.Fail($"Still waiting after {Limit} for: {string.Join(", ", others)}");
        }
    }

    public void Dispose() => Client.Dispose();

    private async Task<IReadOnlyList<(string Name, StreamRecord Stream)>> ReadAsync(
        IReadOnlyCollection<string> cameras,
        CancellationToken cancellationToken
    )
    {
        var list = await Client.GetFromJsonAsync<CameraList>("/api/cameras", cancellationToken);
        return
        [
            .. from camera in list!.Cameras
            where cameras.Contains(camera.Id)
            from stream in camera.Streams
            where stream.Value is not null
            select ($"{camera.Id}/{stream.Key}", stream.Value),
        ];
    }

    internal sealed record StreamRecord(string State, int Restarts, string? LastError);

    internal sealed record CameraRecord(string Id, IReadOnlyDictionary<string, StreamRecord?> Streams);

    internal sealed record CameraList(IReadOnlyList<CameraRecord> Cameras);
}
