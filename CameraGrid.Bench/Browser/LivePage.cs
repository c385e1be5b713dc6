namespace CameraGrid.Bench.Browser;

/// <summary>The product's page, with a note of every frame it shows and of when that frame left FFmpeg.</summary>
internal sealed class LivePage : IAsyncDisposable
{
    /// <summary>Without a new frame for so long a picture stands still.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private readonly ChromiumPage _page;
    private double? _opened;

    private LivePage(ChromiumPage page) => _page = page;

    /// <summary>Opens it.</summary>
    public static async Task<LivePage> OpenAsync(
        ChromiumBrowser browser,
        Uri address,
        CancellationToken cancellationToken
    ) => new(await browser.OpenAsync(address, "liveFrames.js", cancellationToken));

    /// <summary>The first frame of a camera that left FFmpeg after a time; null where none came within the limit.</summary>
    /// <param name="camera">The camera's id.</param>
    /// <param name="after">The frame left FFmpeg later than this.</param>
    /// <param name="limit">From now on.</param>
    /// <param name="otherThan">A width in pixels that the frame must not have, or null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BenchmarkException">The page has been reloaded.</exception>
    public async Task<LiveFrame?> NextAsync(
        string camera,
        DateTimeOffset after,
        TimeSpan limit,
        int? otherThan = null,
        CancellationToken cancellationToken = default
    )
    {
        var argument = new
        {
            Camera = camera,
            After = UnixMilliseconds(after),
            OtherThan = otherThan,
            Limit = limit.TotalMilliseconds,
        };
        var answer = await _page.CallAsync<LiveAnswer>("nextLive", argument, limit + Slack, cancellationToken);
        _opened ??= answer.Opened;
        return answer.Opened == _opened
            ? answer.Frame
            : throw new BenchmarkException("The page has been reloaded; it must never need that.");
    }

    /// <summary>How many frames all tiles together have shown between two times.</summary>
    public Task<int> ShownBetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        _page.CallAsync<int>(
            "shownBetween",
            new { From = UnixMilliseconds(from), To = UnixMilliseconds(to) },
            Slack,
            cancellationToken
        );

    /// <summary>Which tiles have shown a new frame in the last moments.</summary>
    public Task<MovingTile[]> MovingAsync(CancellationToken cancellationToken) =>
        _page.CallAsync<MovingTile[]>(
            "movingTiles",
            new { Within = Moment.TotalMilliseconds },
            Slack,
            cancellationToken
        );

    /// <inheritdoc cref="ChromiumPage.MemoryAsync"/>
    public Task<PageMemory> MemoryAsync(CancellationToken cancellationToken) => _page.MemoryAsync(cancellationToken);

    /// <summary>What a tile says of itself.</summary>
    public async Task<string> DescribeAsync(string camera, CancellationToken cancellationToken)
    {
        var tiles = await _page.CallAsync<TileText[]>("describeTiles", new { }, Slack, cancellationToken);
        return Array.Find(tiles, tile => tile.Camera == camera)?.Text ?? "no such tile";
    }

    /// <inheritdoc cref="ChromiumPage.SetOfflineAsync"/>
    public Task SetOfflineAsync(bool offline, CancellationToken cancellationToken) =>
        _page.SetOfflineAsync(offline, cancellationToken);

    public ValueTask DisposeAsync() => _page.DisposeAsync();

    private static double UnixMilliseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    private sealed record LiveAnswer(double Opened, LiveFrame? Frame);

    private sealed record TileText(string Camera, string Text);
}

/// <summary>Whether a tile's picture moves.</summary>
internal sealed record MovingTile(string Camera, bool Moves);

/// <summary>A frame that a tile has shown.</summary>
/// <param name="ShownAt">Unix time in ms at which the browser expected it on the screen.</param>
/// <param name="ProducedAt">Unix time in ms at which it left FFmpeg.</param>
/// <param name="Width">In pixels.</param>
internal sealed record LiveFrame(double ShownAt, double ProducedAt, int Width)
{
    /// <summary>Seconds from a time until it was shown.</summary>
    public double SecondsSince(DateTimeOffset time) =>
        (ShownAt - (time - DateTimeOffset.UnixEpoch).TotalMilliseconds) / 1000;
}
