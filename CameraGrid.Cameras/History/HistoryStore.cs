using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>
/// The states that each stream was in during the last seven days: a sorted set per stream, by time, and beside it when an
/// owner last said that it keeps watch.
/// </summary>
/// <remarks>
/// <para>
/// Bounded in time (<see cref="Kept"/>) and in count (<see cref="Bound"/>): the oldest entries go first, except for the one
/// that tells the state at the begin of what is kept. What was dropped is unknown, neither up nor down.
/// </para>
/// <para>
/// Every call ends within about two seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </para>
/// </remarks>
public sealed class HistoryStore(IConnectionMultiplexer redis, Redactor redactor)
{
    /// <summary>How far back the history goes.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>
    /// Most entries of one stream: a week of a camera that is lost every two and a half minutes, or four and a half hours of
    /// one that comes and goes every two seconds. Some 1.5 MB.
    /// </summary>
    public const int Bound = 8192;

    // The last entry is in force for as long as its stream is watched; a camera that is no more leaves after this.
    private static readonly TimeSpan Forgotten = Kept + TimeSpan.FromDays(1);

    /// <summary>
    /// Adds entries and says that the stream is watched. Adding an entry again changes nothing. To be called on each change
    /// and every <see cref="HealthStore.RenewEvery"/>.
    /// </summary>
    /// <returns>False where the store has no entry of this stream at all: it was emptied.</returns>
    public Task<bool> WriteAsync(StreamKey key, HistoryWrite write, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => WriteNowAsync(key, write), cancellationToken);

    /// <summary>When an owner last said that it keeps watch on this stream.</summary>
    public Task<DateTimeOffset?> WatchedUntilAsync(StreamKey key, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => WatchedUntilNowAsync(key), cancellationToken);

    /// <summary>All that is known of a stream.</summary>
    public Task<StreamHistory> ReadAsync(StreamKey key, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => ReadNowAsync(key), cancellationToken);

    private async Task<bool> WriteNowAsync(StreamKey key, HistoryWrite write)
    {
        var database = redis.GetDatabase();
        var entries = KeyOf(key);

        // Together or not at all: an entry without its mark would have no end, and a mark without its entry would stretch
        // the one before.
        var transaction = database.CreateTransaction();
        var parts = new List<Task>();
        if (write.RewoundTo is { } rewound)
        {
            parts.Add(
                transaction.SortedSetRemoveRangeByScoreAsync(
                    entries,
                    rewound.ToUnixTimeMilliseconds(),
                    double.PositiveInfinity,
                    Exclude.Start
                )
            );
        }

        if (write.Entries.Count > 0)
        {
            SortedSetEntry[] members = [.. write.Entries.Select(entry => HistoryMember.Write(entry, redactor))];
            parts.Add(transaction.SortedSetAddAsync(entries, members));
            parts.Add(transaction.SortedSetRemoveRangeByRankAsync(entries, 0, -(Bound + 1)));
        }

        parts.Add(transaction.StringSetAsync(MarkOf(key), write.WatchedAt.ToUnixTimeMilliseconds(), Forgotten));
        var exists = transaction.KeyExpireAsync(entries, Forgotten);
        await transaction.RunAsync([.. parts, exists]);
        await DropOldAsync(database, entries, write.WatchedAt - Kept);
        return await exists;
    }

    private static async Task DropOldAsync(IDatabase database, RedisKey entries, DateTimeOffset before)
    {
        var old = await database.SortedSetRangeByScoreWithScoresAsync(
            entries,
            stop: before.ToUnixTimeMilliseconds(),
            order: Order.Descending,
            take: 2
        );
        // The newer one is in force at the begin of what is kept.
        if (old is [var oldest, _])
        {
            await database.SortedSetRemoveRangeByScoreAsync(
                entries,
                double.NegativeInfinity,
                oldest.Score,
                Exclude.Stop
            );
        }
    }

    private async Task<DateTimeOffset?> WatchedUntilNowAsync(StreamKey key)
    {
        var mark = await redis.GetDatabase().StringGetAsync(MarkOf(key));
        return !mark.IsNull && mark.TryParse(out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    private async Task<StreamHistory> ReadNowAsync(StreamKey key)
    {
        var database = redis.GetDatabase();
        var members = database.SortedSetRangeByRankAsync(KeyOf(key));
        var until = WatchedUntilNowAsync(key);
        var watched = database.KeyExistsAsync(HealthStore.KeyOf(key));
        return new StreamHistory(
            [.. (await members).Select(HistoryMember.Read).OfType<HistoryEntry>()],
            await until,
            await watched
        );
    }

    private static RedisKey KeyOf(StreamKey key) => $"cameragrid:history:{key.Camera}:{key.Stream.ToText()}";

    private static RedisKey MarkOf(StreamKey key) => $"cameragrid:watched:{key.Camera}:{key.Stream.ToText()}";
}

/// <summary>What an owner has to say of its stream's history.</summary>
/// <param name="WatchedAt">It kept watch until now, UTC.</param>
/// <param name="Entries">New ones, in the order of time.</param>
/// <param name="RewoundTo">The clock was set back to this time: what stands there for later has not happened yet.</param>
public sealed record HistoryWrite(
    DateTimeOffset WatchedAt,
    IReadOnlyList<HistoryEntry> Entries,
    DateTimeOffset? RewoundTo = null
);
