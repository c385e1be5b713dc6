namespace CameraGrid.ServiceDefaults;

/// <summary>The names by which requests may call the grid.</summary>
public static class HostNames
{
    /// <summary>The key of the configuration that adds to them, separated by semicolons.</summary>
    public const string Key = "AllowedHosts";

    /// <summary>Whoever reaches loopback may use these. Any other name could be one that was made to lead here.</summary>
    public const string Loopback = "localhost;127.0.0.1;[::1]";
}
