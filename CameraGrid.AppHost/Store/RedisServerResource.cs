namespace CameraGrid.AppHost.Store;

/// <summary>
/// <c>redis-server</c> as a program. It listens on a Unix socket in a folder that only this user may enter: without a password
/// to keep and a port to collide with.
/// </summary>
internal sealed class RedisServerResource(string name, string data, string socket)
    : ExecutableResource(name, "redis-server", data),
        IResourceWithConnectionString
{
    /// <summary>As StackExchange.Redis reads it.</summary>
    public string ConnectionString { get; } = $"!{socket}";

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{ConnectionString}");
}
