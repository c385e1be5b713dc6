namespace CameraGrid.Bench.Latency;

/// <summary>One frame of the clock camera as a page saw it.</summary>
/// <param name="Tile">Which of the videos showed it.</param>
/// <param name="Number">The number read from its pixels.</param>
/// <param name="ShownAt">Unix time in ms at which the browser expects it on the screen.</param>
/// <param name="MediaTime">Its time on the player's timeline, in ms.</param>
internal readonly record struct ClockSample(int Tile, int Number, double ShownAt, double MediaTime);

/// <summary>All that the page found.</summary>
/// <param name="Samples">One after another.</param>
/// <param name="Behind">For each video the seconds that its tile says it is behind live, null without a tile.</param>
/// <param name="Dropped">Frames that each video dropped since it plays.</param>
/// <param name="Total">Frames of each video since it plays.</param>
internal sealed record ClockReading(
    IReadOnlyList<ClockSample> Samples,
    IReadOnlyList<double?> Behind,
    IReadOnlyList<long> Dropped,
    IReadOnlyList<long> Total
);
