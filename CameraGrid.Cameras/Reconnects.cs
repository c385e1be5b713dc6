using StackExchange.Redis;

namespace CameraGrid.Cameras;

/// <summary>Calls back whenever a connection to the store came back, until it is disposed.</summary>
internal sealed class Reconnects : IDisposable
{
    private readonly IConnectionMultiplexer _redis;
    private readonly Action _call;

    public Reconnects(IConnectionMultiplexer redis, Action call)
    {
        (_redis, _call) = (redis, call);
        redis.ConnectionRestored += Call;
    }

    public void Dispose() => _redis.ConnectionRestored -= Call;

    private void Call(object? sender, ConnectionFailedEventArgs restored) => _call();
}
