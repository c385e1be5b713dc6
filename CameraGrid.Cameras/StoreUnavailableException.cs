using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>
/// The Redis store does not answer, not in time, or refuses. Pictures go on without it; health is stale meanwhile.
/// </summary>
public sealed class StoreUnavailableException(Exception inner) : Exception(Tell(inner), inner)
{
    // A store that answers says itself what it lacks: memory, disk, the right to write. Else, the inner exception is for
    // those who know the client library.
    private static string Tell(Exception inner) =>
        inner is RedisServerException
            ? $"The store (connection string \"redis\") refuses: {inner.Message}"
            : "The store (connection string \"redis\") does not answer.";
}
