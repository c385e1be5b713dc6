namespace CameraGrid.Bench.Recovery;

/// <summary>One fault and how it went, in seconds.</summary>
/// <param name="Live">Until the next live picture; null where none came in time.</param>
/// <param name="Detected">Until the product said that something is wrong; null where that is not measured, or did not happen.</param>
internal sealed record Trial(double? Live, double? Detected = null)
{
    /// <summary>A picture that has not come after this long counts as never.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>The slowest of several tiles that the same fault hit.</summary>
    public static Trial Slowest(IReadOnlyCollection<Trial> tiles) =>
        new(tiles.Any(tile => tile.Live is null) ? null : tiles.Max(tile => tile.Live));
}
