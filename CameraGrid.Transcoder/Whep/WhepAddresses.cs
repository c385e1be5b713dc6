using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using CameraGrid.ServiceDefaults;

namespace CameraGrid.Transcoder.Whep;

/// <summary>Where this machine can be reached.</summary>
internal static class WhepAddresses
{
    /// <summary>So many are told at most: a browser tries each of them.</summary>
    private const int Most = 8;

    /// <summary>The addresses that browsers are told.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="configuration">That of the service, which says where it listens itself.</param>
    public static IReadOnlyList<IPAddress> Announced(WhepOptions options, IConfiguration configuration) =>
        options.Addresses.Count == 0 && ListensOnLoopback(configuration) ? [IPAddress.Loopback]
        : options.Addresses.Count == 0 || options.Addresses.Contains(WhepOptions.AllAddresses) ? OfThisMachine()
        : [.. options.Addresses.Select(IPAddress.Parse)];

    /// <summary>
    /// Every unicast address of the interfaces that are up, those of IPv4 first; the loopback ones last, which only a browser
    /// on this machine can use.
    /// </summary>
    private static IReadOnlyList<IPAddress> OfThisMachine() =>
        [
            .. NetworkInterface
                .GetAllNetworkInterfaces()
                .Where(nic => nic.OperationalStatus == OperationalStatus.Up || IsLoopback(nic))
                .OrderBy(IsLoopback)
                .SelectMany(nic => nic.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                // A link-local address means nothing without the name of the link, which a candidate cannot carry.
                .Where(address => !address.IsIPv6LinkLocal && (Socket.OSSupportsIPv6 || IsIPv4(address)))
                .OrderBy(IPAddress.IsLoopback)
                .ThenBy(address => !IsIPv4(address))
                .Take(Most),
        ];

    /// <summary>Where to listen in order to be reached at these addresses, and nowhere else where that can be.</summary>
    public static IPAddress ListenFor(IReadOnlyList<IPAddress> announced) =>
        announced.All(IPAddress.IsLoopback) && announced.All(IsIPv4) ? IPAddress.Loopback
        : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any
        : IPAddress.Any;

    // Without any address, a service listens on localhost.
    private static bool ListensOnLoopback(IConfiguration configuration) =>
        configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls
            ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .All(url => HostNames.IsLoopback(BindingAddress.Parse(url).Host))
            : string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
                && string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey]);

    private static bool IsLoopback(NetworkInterface nic) => nic.NetworkInterfaceType == NetworkInterfaceType.Loopback;

    private static bool IsIPv4(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork;
}
