namespace CameraGrid.Gateway.Auth;

/// <summary>Marks an endpoint whose answers may last for days: each ends when its session does.</summary>
internal sealed class EndsWithSession
{
    public static EndsWithSession Mark { get; } = new();
}
