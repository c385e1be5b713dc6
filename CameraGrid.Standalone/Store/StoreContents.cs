using StackExchange.Redis;

namespace CameraGrid.Standalone.Store;

/// <summary>All that a store holds, on its way from one server to another: a few megabytes.</summary>
internal sealed class StoreContents
{
    private readonly List<Func<IBatch, Task>> _writes = [];

    /// <summary>Reads strings, hashes, sets, sorted sets and lists, with their times to live.</summary>
    public static async Task<StoreContents> ReadAsync(string connectionString)
    {
        var contents = new StoreContents();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        var database = redis.GetDatabase();
        await foreach (var key in redis.GetServers()[0].KeysAsync())
        {
            if (await WriteOfAsync(database, key) is { } write)
            {
                var left = await database.KeyTimeToLiveAsync(key);
                contents._writes.Add(async batch =>
                {
                    // In the order of the connection: what the other server has under this key goes first.
                    var delete = batch.KeyDeleteAsync(key);
                    var put = write(batch);
                    await Task.WhenAll(delete, put, left is null ? put : batch.KeyExpireAsync(key, left));
                });
            }
        }

        return contents;
    }

    /// <summary>Writes all of it over what is there. Keys that are only there stay.</summary>
    public async Task WriteAsync(string connectionString)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(connectionString);
        foreach (var write in _writes)
        {
            var batch = redis.GetDatabase().CreateBatch();
            var writing = write(batch);
            batch.Execute();
            await writing;
        }
    }

    private static async Task<Func<IBatch, Task>?> WriteOfAsync(IDatabase database, RedisKey key)
    {
        switch (await database.KeyTypeAsync(key))
        {
            case RedisType.String:
                var text = await database.StringGetAsync(key);
                return batch => batch.StringSetAsync(key, text);
            case RedisType.Hash:
                var fields = await database.HashGetAllAsync(key);
                return batch => batch.HashSetAsync(key, fields);
            case RedisType.Set:
                var members = await database.SetMembersAsync(key);
                return batch => batch.SetAddAsync(key, members);
            case RedisType.SortedSet:
                var scored = await database.SortedSetRangeByRankWithScoresAsync(key);
                return batch => Task.WhenAll(scored.Chunk(512).Select(chunk => batch.SortedSetAddAsync(key, chunk)));
            case RedisType.List:
                var items = await database.ListRangeAsync(key);
                return batch => batch.ListRightPushAsync(key, items);
            default:
                // It expired just now.
                return null;
        }
    }
}
