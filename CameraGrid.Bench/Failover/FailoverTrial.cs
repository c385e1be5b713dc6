namespace CameraGrid.Bench.Failover;

/// <summary>What one fault of one transcoder did.</summary>
/// <param name="Streams">The time of each of its streams, in seconds; null where no frame came.</param>
/// <param name="Others">The longest silence of the streams of the others.</param>
/// <param name="Doubled">The longest time that a stream was pulled twice.</param>
/// <param name="Back">The longest silence of any stream when the transcoder came back.</param>
internal sealed record FailoverTrial(IReadOnlyList<double?> Streams, TimeSpan Others, TimeSpan Doubled, TimeSpan Back);
