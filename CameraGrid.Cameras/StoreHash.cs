using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>What stores do with a hash of theirs.</summary>
internal static class StoreHash
{
    private const string Replace = """
        if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then
          return 0
        end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
        return 1
        """;

    /// <summary>Changes a field that was read before.</summary>
    /// <param name="database">Where the hash is.</param>
    /// <param name="key">The hash's.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="before">Its value as it was read.</param>
    /// <param name="after">Its value as it is to be.</param>
    /// <returns>False, and nothing is changed, where it is another by now, or gone.</returns>
    public static async Task<bool> ReplaceAsync(
        IDatabase database,
        RedisKey key,
        RedisValue field,
        RedisValue before,
        RedisValue after
    ) => (long)await database.ScriptEvaluateAsync(Replace, [key], [field, before, after]) == 1;

    /// <summary>The fields by their names.</summary>
    public static Dictionary<string, string> Read(HashEntry[] fields) =>
        fields.ToDictionary(field => field.Name.ToString(), field => field.Value.ToString());
}
