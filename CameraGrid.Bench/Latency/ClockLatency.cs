using CameraGrid.Bench.Harness;
using CameraGrid.Bench.Report;

namespace CameraGrid.Bench.Latency;

/// <summary>From what the page saw to glass-to-glass latency.</summary>
/// <param name="clock">When the camera sent what.</param>
internal sealed class ClockLatency(SimulatedClock clock)
{
    private readonly double _period = clock.FrameCount * clock.FrameIntervalMilliseconds;

    /// <summary>
    /// Latencies in ms: from the time at which the frame was due to leave the camera to the time at which it is on the screen.
    /// </summary>
    /// <remarks>
    /// The pixels are read a moment after the browser announced a frame, and may by then be those of the next one, which
    /// would look early. Such a sample shows: its number does not fit its place on the player's timeline. It is left out.
    /// </remarks>
    public IReadOnlyList<double> Of(IReadOnlyList<ClockSample> samples) =>
        [.. samples.GroupBy(sample => sample.Tile).SelectMany(tile => Consistent([.. tile])).Select(Latency)];

    // The camera repeats its numbers after a minute; nothing here is that late.
    private double Latency(ClockSample sample) => Modulo(sample.ShownAt - SentAt(sample), _period);

    private double SentAt(ClockSample sample) =>
        clock.EpochUnixMilliseconds + sample.Number * clock.FrameIntervalMilliseconds;

    private IEnumerable<ClockSample> Consistent(IReadOnlyList<ClockSample> samples)
    {
        // Relative to the first sample's, so that no offset lies where the numbers begin again.
        var first = Offset(samples[0]);
        var offsets = samples.Select(sample => Modulo(Offset(sample) - first + _period / 2, _period)).ToArray();
        var usual = offsets.Median();
        return samples.Where((_, i) => Math.Abs(offsets[i] - usual) < clock.FrameIntervalMilliseconds / 2);
    }

    private double Offset(ClockSample sample) => sample.MediaTime - sample.Number * clock.FrameIntervalMilliseconds;

    private static double Modulo(double value, double period) => value - period * Math.Floor(value / period);
}
