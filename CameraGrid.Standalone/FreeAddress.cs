using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace CameraGrid.Standalone;

/// <summary>Tells early, and by its key, that the grid's address is taken.</summary>
internal static class FreeAddress
{
    /// <exception cref="IOException">The address is in use, or not one of this machine.</exception>
    public static void Check(Uri url)
    {
        var address = IPAddress.TryParse(url.IdnHost, out var given) ? given : IPAddress.Loopback;
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(address, url.Port));
            probe.Listen();
        }
        catch (SocketException exception)
        {
            throw new IOException(
                $"{StandaloneOptions.UrlKey}: cannot listen on {url.GetLeftPart(UriPartial.Authority)}: {exception.Message}",
                new AddressInUseException(exception.Message, exception)
            );
        }
    }
}
