using System.Globalization;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>Who owns each stream: a lease a stream, the id of the node that pulls it, and a message a change.</summary>
/// <remarks>
/// Many streams are one script each time, so that the store sees a node and not its streams. Every call ends within about two
/// seconds. Where the store does not answer, it throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public sealed class OwnerStore(IConnectionMultiplexer redis)
{
    /// <summary>A stream whose owner did not renew for this long is anybody's.</summary>
    public static readonly TimeSpan Lease = NodeStore.Lease;

    // A script holds everybody else up; this many keys take it well under a millisecond.
    private const int MostKeys = 250;

    // Holds every stream of a large site; a reader further behind than this reads all now and then anyway.
    private const int SubscriptionBound = 16_384;

    private const string Hold = """
        local before = {}
        for i, key in ipairs(KEYS) do
          local owner = redis.call('GET', key)
          if not owner or owner == ARGV[1] then
            redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
          end
          before[i] = owner or ''
        end
        return before
        """;

    private const string Take = """
        local owner = redis.call('GET', KEYS[1])
        if owner and owner ~= ARGV[1] and owner ~= ARGV[3] then
          return owner
        end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return ARGV[1]
        """;

    private const string Release = """
        local released = {}
        for i, key in ipairs(KEYS) do
          if redis.call('GET', key) == ARGV[1] then
            redis.call('DEL', key)
            released[i] = 1
          else
            released[i] = 0
          end
        end
        return released
        """;

    private static readonly RedisChannel Changes = RedisChannel.Literal("cameragrid:owners");

    private static readonly RedisValue LeaseMilliseconds = ((long)Lease.TotalMilliseconds).ToString(
        CultureInfo.InvariantCulture
    );

    /// <summary>Renews what a node owns, and gives it what nobody does.</summary>
    /// <returns>The owner of each from now on.</returns>
    public Task<IReadOnlyDictionary<StreamKey, string>> HoldAsync(
        string node,
        IReadOnlyCollection<StreamKey> streams,
        CancellationToken cancellationToken
    ) => StoreCall.RunAsync(() => HoldNowAsync(node, streams), cancellationToken);

    /// <summary>Makes a node the owner of a stream that is owned by <paramref name="from"/> or by nobody.</summary>
    /// <returns>The owner from now on: another one where somebody was faster.</returns>
    public Task<string> TakeAsync(string node, StreamKey stream, string from, CancellationToken cancellationToken) =>
        StoreCall.RunAsync(() => TakeNowAsync(node, stream, from), cancellationToken);

    /// <summary>Gives up what a node owns of some streams.</summary>
    public Task ReleaseAsync(
        string node,
        IReadOnlyCollection<StreamKey> streams,
        CancellationToken cancellationToken
    ) => StoreCall.RunAsync(() => ReleaseNowAsync(node, streams), cancellationToken);

    /// <summary>The owners of those streams that have one.</summary>
    public Task<IReadOnlyDictionary<StreamKey, string>> ReadAsync(
        IReadOnlyCollection<StreamKey> streams,
        CancellationToken cancellationToken
    ) => StoreCall.RunAsync(() => ReadNowAsync(streams), cancellationToken);

    /// <summary>
    /// Changes as they happen, from now on; a lease that runs out is not told. Messages are lost while the store is away and
    /// when the reader is far behind: read all now and then.
    /// </summary>
    public async IAsyncEnumerable<OwnerChange> SubscribeAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var text in StoreMessages.ReadAsync(redis, Changes, SubscriptionBound, cancellationToken))
        {
            if (OwnerChange.TryParse(text, out var change))
            {
                yield return change;
            }
        }
    }

    private async Task<IReadOnlyDictionary<StreamKey, string>> HoldNowAsync(
        string node,
        IReadOnlyCollection<StreamKey> streams
    )
    {
        var owners = new Dictionary<StreamKey, string>(streams.Count);
        var calls = streams.Chunk(MostKeys).Select(async keys => (keys, await RunAsync(Hold, keys, node)));
        foreach (var (keys, before) in await Task.WhenAll(calls))
        {
            foreach (var (key, owner) in keys.Zip(before.Select(result => result.ToString())))
            {
                owners[key] = owner.Length == 0 ? node : owner;
                if (owner.Length == 0)
                {
                    Tell(new OwnerChange(key, node));
                }
            }
        }

        return owners;
    }

    private async Task<string> TakeNowAsync(string node, StreamKey stream, string from)
    {
        var result = await redis
            .GetDatabase()
            .ScriptEvaluateAsync(Take, [KeyOf(stream)], [node, LeaseMilliseconds, from], CommandFlags.NoScriptCache);
        var owner = result.ToString();
        if (owner == node)
        {
            Tell(new OwnerChange(stream, node));
        }

        return owner;
    }

    private async Task ReleaseNowAsync(string node, IReadOnlyCollection<StreamKey> streams)
    {
        var calls = streams.Chunk(MostKeys).Select(async keys => (keys, await RunAsync(Release, keys, node)));
        foreach (var (keys, released) in await Task.WhenAll(calls))
        {
            foreach (var (key, _) in keys.Zip(released).Where(pair => (int)pair.Second == 1))
            {
                Tell(new OwnerChange(key, null));
            }
        }
    }

    private async Task<IReadOnlyDictionary<StreamKey, string>> ReadNowAsync(IReadOnlyCollection<StreamKey> streams)
    {
        if (streams.Count == 0)
        {
            return new Dictionary<StreamKey, string>();
        }

        var owners = await redis.GetDatabase().StringGetAsync([.. streams.Select(KeyOf)]);
        return streams
            .Zip(owners)
            .Where(pair => !pair.Second.IsNull)
            .ToDictionary(pair => pair.First, pair => pair.Second.ToString());
    }

    private async Task<RedisResult[]> RunAsync(string script, StreamKey[] streams, string node)
    {
        var result = await redis
            .GetDatabase()
            .ScriptEvaluateAsync(
                script,
                [.. streams.Select(KeyOf)],
                [node, LeaseMilliseconds],
                CommandFlags.NoScriptCache
            );
        return (RedisResult[])result!;
    }

    // Who misses it looks again within seconds.
    private void Tell(OwnerChange change) =>
        redis.GetDatabase().Publish(Changes, change.ToString(), CommandFlags.FireAndForget);

    private static RedisKey KeyOf(StreamKey key) => $"cameragrid:owner:{key.Camera}:{key.Stream.ToText()}";
}
