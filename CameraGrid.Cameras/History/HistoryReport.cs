namespace CameraGrid.Cameras;

/// <summary>What a stream did within a window of time.</summary>
public sealed record HistoryReport
{
    /// <summary>
    /// The share, 0 to 1, in which it was live, of the time that is known and in which it was wanted; null where there is none.
    /// </summary>
    public required double? Uptime { get; init; }

    /// <summary>How often it was restarted.</summary>
    public required int Restarts { get; init; }

    /// <summary>How often for which reason.</summary>
    public required IReadOnlyDictionary<string, int> RestartReasons { get; init; }

    /// <summary>The last error, also one from before the window that was still in force; null where there was none.</summary>
    public required string? LastError { get; init; }

    /// <summary>First the state in force at the window's begin, then every change.</summary>
    public required IReadOnlyList<HistoryEntry> Changes { get; init; }

    /// <summary>Sums up a window.</summary>
    public static HistoryReport Of(StreamHistory history, DateTimeOffset from, DateTimeOffset to)
    {
        var entries = history.Between(from, to).ToList();
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry is { Reason: not null, Restarts: > 0 }))
        {
            reasons[entry.Reason!] = reasons.GetValueOrDefault(entry.Reason!) + entry.Restarts;
        }

        return new HistoryReport
        {
            Uptime = UptimeOf(entries, to),
            Restarts = reasons.Values.Sum(),
            RestartReasons = reasons,
            LastError = entries.LastOrDefault(entry => entry.Error is not null)?.Error,
            Changes = [.. Changed(entries)],
        };
    }

    /// <summary>As <see cref="Uptime"/>, alone.</summary>
    public static double? UptimeOf(StreamHistory history, DateTimeOffset from, DateTimeOffset to) =>
        UptimeOf([.. history.Between(from, to)], to);

    private static double? UptimeOf(List<HistoryEntry> entries, DateTimeOffset to)
    {
        var live = TimeSpan.Zero;
        var known = TimeSpan.Zero;
        for (var index = 0; index < entries.Count; index++)
        {
            var end = index + 1 < entries.Count ? entries[index + 1].At : to;
            var lasted = end - entries[index].At;
            if (entries[index].State is not (null or StreamState.Disabled))
            {
                known += lasted;
                live += entries[index].State == StreamState.Live ? lasted : TimeSpan.Zero;
            }
        }

        return known > TimeSpan.Zero ? live / known : null;
    }

    // An entry that only counts more of the same is no change.
    private static IEnumerable<HistoryEntry> Changed(IEnumerable<HistoryEntry> entries)
    {
        HistoryEntry? before = null;
        foreach (var entry in entries)
        {
            if (before is null || entry.State != before.State || entry.Reason != before.Reason)
            {
                yield return entry;
            }

            before = entry;
        }
    }
}
