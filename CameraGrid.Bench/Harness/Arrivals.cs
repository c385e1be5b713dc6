namespace CameraGrid.Bench.Harness;

/// <summary>A frame that reached a viewer; times are of <see cref="Uptime"/>.</summary>
/// <param name="At">When.</param>
/// <param name="OpenedAt">When the viewer began to open the connection it came by.</param>
internal readonly record struct Arrival(TimeSpan At, TimeSpan OpenedAt);

/// <summary>The frames of one stream that reached a viewer, in their order.</summary>
internal sealed class Arrivals(IReadOnlyList<Arrival> frames)
{
    /// <summary>
    /// The longest time without a frame between two moments. What began before the first or goes on after the last counts
    /// for the part between them.
    /// </summary>
    public TimeSpan LongestSilence(TimeSpan from, TimeSpan to)
    {
        var longest = TimeSpan.Zero;
        var last = from;
        foreach (var at in frames.Select(frame => frame.At).Where(at => at > from && at < to).Append(to))
        {
            longest = at - last > longest ? at - last : longest;
            last = at;
        }

        return longest;
    }

    /// <summary>
    /// How long after a fault the first frame came by a connection that was opened since, so that none counts that was
    /// under way before; null where none has come.
    /// </summary>
    public TimeSpan? BackAfter(TimeSpan fault) =>
        frames.Where(frame => frame.OpenedAt > fault).Select(frame => (TimeSpan?)(frame.At - fault)).FirstOrDefault();
}
