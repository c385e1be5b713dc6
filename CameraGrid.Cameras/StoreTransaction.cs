using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>Commands that the store takes together or not at all.</summary>
internal static class StoreTransaction
{
    private static readonly RedisKey Probe = "cameragrid:writable";

    /// <param name="transaction">With its commands in it.</param>
    /// <param name="commands">The same commands.</param>
    /// <exception cref="RedisServerException">The store refused; it says why.</exception>
    public static async Task RunAsync(this ITransaction transaction, IReadOnlyCollection<Task> commands)
    {
        try
        {
            await transaction.ExecuteAsync();
            await Task.WhenAll(commands);
        }
        catch (RedisServerException discarded)
            when (discarded.Message.StartsWith("EXECABORT", StringComparison.Ordinal))
        {
            // It only says that one of its commands was refused. A command alone says why: no memory, no disk, no right.
            var database = transaction.Multiplexer.GetDatabase(transaction.Database);
            await database.StringSetAsync(Probe, "", TimeSpan.FromSeconds(1));
            throw;
        }
    }
}
