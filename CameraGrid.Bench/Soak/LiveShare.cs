using CameraGrid.Bench.Browser;

namespace CameraGrid.Bench.Soak;

/// <summary>Counts, once a second, the tiles whose picture moves.</summary>
internal sealed class LiveShare(LivePage page, Func<IReadOnlySet<string>> hit)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private Count _all;
    private Count _others;

    /// <summary>Of all tiles, in per cent; no fault is left out.</summary>
    public double All => _all.Share;

    /// <summary>Of the tiles whose camera had no fault of its own then, nor shared one.</summary>
    public double Others => _others.Share;

    /// <summary>Counts until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                // Who is hit now, and who was before the page was asked: both have an excuse.
                var before = hit();
                var moving = await page.MovingAsync(cancellationToken);
                var excused = before.Union(hit()).ToHashSet();
                foreach (var tile in moving)
                {
                    _all.Add(tile.Moves);
                    if (!excused.Contains(tile.Camera))
                    {
                        _others.Add(tile.Moves);
                    }
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The soak is over.
        }
    }

    private struct Count
    {
        private long _moving;
        private long _seen;

        public readonly double Share => _seen == 0 ? 0 : 100.0 * _moving / _seen;

        public void Add(bool moves)
        {
            _seen++;
            _moving += moves ? 1 : 0;
        }
    }
}
