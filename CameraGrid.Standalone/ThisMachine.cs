using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace CameraGrid.Standalone;

/// <summary>What other machines may call this one, where it listens on all of its addresses.</summary>
internal static class ThisMachine
{
    /// <summary>
    /// Its addresses, that of the way out first: without those of loopback, and without link-local ones, which need the name of
    /// a link beside them.
    /// </summary>
    public static IReadOnlyList<IPAddress> Addresses { get; } =
    [
        .. NetworkInterface
            .GetAllNetworkInterfaces()
            .Where(nic => nic.OperationalStatus is OperationalStatus.Up)
            .Select(nic => nic.GetIPProperties())
            .OrderByDescending(properties => properties.GatewayAddresses.Count)
            .SelectMany(properties => properties.UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal)
            .OrderBy(address => address.AddressFamily is not AddressFamily.InterNetwork),
    ];

    /// <summary>
    /// As a browser writes them, with the machine's own name, also as its network may announce it. None of them can be made to
    /// lead here by somebody else, as any other name could.
    /// </summary>
    public static IReadOnlyList<string> Hosts { get; } =
    [
        .. Addresses.Select(HostOf),
        Environment.MachineName.ToLowerInvariant(),
        $"{Environment.MachineName.ToLowerInvariant()}.local",
    ];

    /// <summary>The same address of the grid for other machines; null where this one is on no network.</summary>
    public static Uri? FromOutside(Uri url) =>
        Addresses.Count == 0 ? null : new UriBuilder(url) { Host = HostOf(Addresses[0]) }.Uri;

    private static string HostOf(IPAddress address) =>
        address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
}
