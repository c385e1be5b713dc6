using System.Net.ServerSentEvents;
using System.Text.Json;

namespace CameraGrid.Bench.Recovery;

/// <summary>The changes of the cameras' states, as the gateway tells them to pages.</summary>
internal sealed class HealthEvents : IAsyncDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly List<Change> _changes = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    private HealthEvents(HttpClient http) => _http = http;

    /// <param name="address">Where the grid answers.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<HealthEvents> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        var events = new HealthEvents(http);
        try
        {
            var stream = await http.GetStreamAsync("/api/events", cancellationToken);
            events._reading = events.ReadAsync(stream);
            return events;
        }
        catch
        {
            await events.DisposeAsync();
            throw;
        }
    }

    /// <summary>When a camera was first said not to be live after a time; null where it was not within the limit.</summary>
    public Task<DateTimeOffset?> NotLiveAsync(
        string camera,
        DateTimeOffset after,
        TimeSpan limit,
        CancellationToken cancellationToken
    ) =>
        WhenAsync(
            () => _changes.Find(change => change.Camera == camera && !change.IsLive && change.At > after)?.At,
            limit,
            cancellationToken
        );

    /// <summary>When the last one of so many streams was said to be live after a time; null where one was not within the limit.</summary>
    public Task<DateTimeOffset?> LiveAsync(
        int streams,
        DateTimeOffset after,
        TimeSpan limit,
        CancellationToken cancellationToken
    ) => WhenAsync(() => LastOf(streams, after), limit, cancellationToken);

    // Whoever was live before is not asked: all were away.
    private DateTimeOffset? LastOf(int streams, DateTimeOffset after)
    {
        var live = _changes
            .Where(change => change.At > after && change.IsLive)
            .GroupBy(change => (change.Camera, change.Stream), (_, changes) => changes.Min(change => change.At))
            .ToList();
        return live.Count < streams ? null : live.Max();
    }

    private async Task<DateTimeOffset?> WhenAsync(
        Func<DateTimeOffset?> happened,
        TimeSpan limit,
        CancellationToken cancellationToken
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(limit);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (happened() is { } at)
                {
                    return at;
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(late.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.WaitAsync(CloseLimit, TimeProvider.System);
        _http.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(Stream stream)
    {
        try
        {
            await foreach (var item in SseParser.Create(stream).EnumerateAsync(_end.Token))
            {
                if (item.EventType == "stream")
                {
                    Add(item.Data);
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or IOException)
        {
            // Told to, or the gateway ended.
        }
    }

    private void Add(string json)
    {
        using var document = JsonDocument.Parse(json);
        var camera = document.RootElement.GetProperty("camera").GetString()!;
        var stream = document.RootElement.GetProperty("stream").GetString()!;
        var state = document.RootElement.GetProperty("health").GetProperty("state").GetString();
        lock (_lock)
        {
            _changes.Add(new Change(camera, stream, state == "live", TimeProvider.System.GetUtcNow()));
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed record Change(string Camera, string Stream, bool IsLive, DateTimeOffset At);
}
