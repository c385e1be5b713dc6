using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CameraGrid.Tests.EndToEnd;

/// <summary>The grid in one browser window, asked through the data attributes its tiles carry for tests.</summary>
internal sealed class GridPage : IAsyncDisposable
{
    // Small copies of what the tiles' videos show now: enough to see that a picture is another one.
    private const string Pictures = """
        ids => ids.map(id => {
          const canvas = new OffscreenCanvas(32, 18);
          const context = canvas.getContext("2d", { willReadFrequently: true });
          const videos = document.querySelectorAll(`article.tile[data-camera="${id}"] video`);
          context.drawImage(videos[videos.length - 1], 0, 0, 32, 18);
          return context.getImageData(0, 0, 32, 18).data.filter((_, i) => i % 4 === 1).join();
        })
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentDictionary<IWebSocket, Task> _sockets = new();

    public GridPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _errors.Enqueue(message.Text);
            }
        };
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.WebSocket += (_, socket) =>
        {
            TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            socket.Close += (_, _) => closed.TrySetResult();
            _sockets.TryAdd(socket, closed.Task);
        };
    }

    /// <summary>How long anything may take where no test says otherwise; the machine may be busy.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>The addresses asked for so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The addresses of the WebSockets that are open now.</summary>
    public IReadOnlyCollection<string> Sockets =>
        [.. _sockets.Where(socket => !socket.Value.IsCompleted).Select(socket => socket.Key.Url)];

    public ILocator Tile(string camera) => Page.Locator($"article.tile[data-camera={camera}]");

    /// <summary>Waits until all tiles are in that state.</summary>
    /// <returns>When that was, since the page was opened.</returns>
    public async Task<TimeSpan> AllAsync(string state)
    {
        var opened = await UntilAsync(
            """
            state => {
              const tiles = [...document.querySelectorAll("article.tile")];
              return tiles.length > 0 && tiles.every(tile => tile.dataset.state === state) && performance.now();
            }
            """,
            state,
            $"all tiles are {state}"
        );
        return TimeSpan.FromMilliseconds(await opened.JsonValueAsync<double>());
    }

    /// <summary>Waits until no tile is in that state.</summary>
    public Task NoneAsync(string state) =>
        UntilAsync(
            """state => ![...document.querySelectorAll("article.tile")].some(tile => tile.dataset.state === state)""",
            state,
            $"no tile is {state}"
        );

    /// <summary>Waits until a tile says that it is less than so many seconds behind live.</summary>
    public Task BehindAsync(string camera, double seconds) =>
        UntilAsync(
            "([id, seconds]) => Number(document.querySelector(`[data-camera=${id}]`)?.dataset.behind) < seconds",
            new object[] { camera, seconds },
            $"{camera} is less than {seconds} s behind"
        );

    /// <summary>Waits until each of these tiles shows another picture than now.</summary>
    public async Task PicturesChangeAsync(params IEnumerable<string> cameras)
    {
        var now = await Page.EvaluateAsync<string[]>(Pictures, cameras);
        await UntilAsync(
            $"([ids, before]) => ({Pictures})(ids).every((picture, i) => picture !== before[i])",
            new object[] { cameras, now },
            "every picture changed"
        );
    }

    /// <summary>Waits until every WebSocket opened so far is closed.</summary>
    public Task SocketsClosedAsync() =>
        Task.WhenAll(_sockets.Values).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Waits until an expression in the page is true.</summary>
    public async Task<IJSHandle> UntilAsync(string expression, object? argument, string meaning)
    {
        try
        {
            return await Page.WaitForFunctionAsync(
                expression,
                argument,
                new PageWaitForFunctionOptions { PollingInterval = 50 }
            );
        }
        catch (TimeoutException)
        {
            var tiles = await Page.EvaluateAsync<string[]>(
                """() => [...document.querySelectorAll("article.tile")].map(t => `${JSON.stringify(t.dataset)} ${t.innerText}`)"""
            );
            Assert.Fail($"Not so: {meaning}.\n{string.Join('\n', tiles)}\n{string.Join('\n', _errors)}");
            throw;
        }
    }

    /// <summary>Marks this load of the page, for <see cref="StillTheSameLoadAsync"/>.</summary>
    public Task MarkLoadAsync() => Page.EvaluateAsync("() => { window.sameLoad = true; }");

    public async Task StillTheSameLoadAsync() =>
        Assert.True(await Page.EvaluateAsync<bool>("() => window.sameLoad === true"));

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
