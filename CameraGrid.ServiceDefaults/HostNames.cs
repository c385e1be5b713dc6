using System.Net;

namespace CameraGrid.ServiceDefaults;

/// <summary>The names by which requests may call the grid.</summary>
public static class HostNames
{
    /// <summary>The key of the configuration that adds to them, separated by semicolons.</summary>
    public const string Key = "AllowedHosts";

    /// <summary>Whoever reaches loopback may use these. Any other name could be one that was made to lead here.</summary>
    public const string Loopback = "localhost;127.0.0.1;[::1]";

    /// <summary>
    /// Whether the host of an address is this machine itself. Any other name could lead anywhere; "localhost" is defined not to
    /// (RFC 6761, 6.3).
    /// </summary>
    /// <param name="host">IPv6 with or without its brackets.</param>
    public static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
