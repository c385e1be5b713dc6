using System.Net;
using CameraGrid.ServiceDefaults;

namespace CameraGrid.Transcoder.Whep;

/// <summary>The section <c>Transcoder:Whep</c> of the configuration.</summary>
internal sealed class WhepOptions : IValidatedOptions
{
    public const string Section = "Transcoder:Whep";

    /// <summary>Stands for all addresses of this machine.</summary>
    public const string AllAddresses = "*";

    /// <summary>The UDP port of all sessions; 0: any free one.</summary>
    public int Port { get; set; }

    /// <summary>
    /// The addresses that browsers are told. None: all of this machine, but loopback only where the service itself listens
    /// there only.
    /// </summary>
    public IList<string> Addresses { get; } = [];

    /// <summary>How many viewers there may be at the same time.</summary>
    public int MostSessions { get; set; } = 64;

    /// <inheritdoc />
    public IEnumerable<string> Validate()
    {
        if (Port is < 0 or > 65535)
        {
            yield return $"{Section}:Port must be between 0 and 65535.";
        }

        foreach (
            var address in Addresses.Where(address => address != AllAddresses && !IPAddress.TryParse(address, out _))
        )
        {
            yield return $"{Section}:Addresses: '{address}' is no IP address.";
        }

        if (MostSessions is < 1 or > 10_000)
        {
            yield return $"{Section}:MostSessions must be between 1 and 10000.";
        }
    }
}
