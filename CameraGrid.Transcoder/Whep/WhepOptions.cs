using System.ComponentModel.DataAnnotations;
using System.Net;

namespace CameraGrid.Transcoder.Whep;

/// <summary>The section <c>Transcoder:Whep</c> of the configuration.</summary>
internal sealed class WhepOptions : IValidatableObject
{
    public const string Section = "Transcoder:Whep";

    /// <summary>The UDP port of all sessions; 0: any free one.</summary>
    [Range(0, 65535)]
    public int Port { get; set; }

    /// <summary>Stands for all addresses of this machine.</summary>
    public const string AllAddresses = "*";

    /// <summary>
    /// The addresses that browsers are told. None: all of this machine, but loopback only where the service itself listens
    /// there only.
    /// </summary>
    public IList<string> Addresses { get; } = [];

    /// <summary>How many viewers there may be at the same time.</summary>
    [Range(1, 10_000)]
    public int MostSessions { get; set; } = 64;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Addresses
            .Where(address => address != AllAddresses && !IPAddress.TryParse(address, out _))
            .Select(address => new ValidationResult(
                $"{Section}:{nameof(Addresses)}: '{address}' is no IP address.",
                [nameof(Addresses)]
            ));
}
