namespace CameraGrid.Cameras;

/// <summary>What the store knows of a stream's past.</summary>
/// <param name="Entries">In the order of time.</param>
/// <param name="WatchedUntil">When an owner last said that it keeps watch; null where none ever did.</param>
/// <param name="Watched">
/// Whether an owner keeps watch now. It follows from the health record's time to live, not from a comparison of clocks.
/// </param>
public sealed record StreamHistory(IReadOnlyList<HistoryEntry> Entries, DateTimeOffset? WatchedUntil, bool Watched)
{
    /// <summary>
    /// The entries within a window: first the state in force at <paramref name="from"/>, at that time; then every change up
    /// to <paramref name="to"/>. Where nobody kept watch any more, the last one says so.
    /// </summary>
    public IEnumerable<HistoryEntry> Between(DateTimeOffset from, DateTimeOffset to)
    {
        var inForce = new HistoryEntry(from, null);
        var within = new List<HistoryEntry>();
        foreach (var entry in All().TakeWhile(entry => entry.At <= to))
        {
            if (entry.At <= from)
            {
                // Its restarts were before the window.
                inForce = entry with
                {
                    At = from,
                    Restarts = 0,
                };
            }
            else
            {
                within.Add(entry);
            }
        }

        return within.Prepend(inForce);
    }

    private IEnumerable<HistoryEntry> All()
    {
        if (Watched || Entries is not [.., var last])
        {
            return Entries;
        }

        var until = WatchedUntil > last.At ? WatchedUntil.Value : last.At;
        return Entries.Append(new HistoryEntry(until, null));
    }
}
