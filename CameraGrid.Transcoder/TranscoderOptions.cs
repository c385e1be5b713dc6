using CameraGrid.ServiceDefaults;

namespace CameraGrid.Transcoder;

/// <summary>The section <c>Transcoder</c> of the configuration.</summary>
internal sealed class TranscoderOptions : IValidatedOptions
{
    public const string Section = "Transcoder";

    /// <summary>Names this node among others; unique.</summary>
    public string NodeId { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}".ToLowerInvariant();

    /// <summary>Where gateways reach this node; null: the first address it listens on.</summary>
    public Uri? Address { get; set; }

    /// <summary>Path or name of FFmpeg, 5.1 or newer.</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>Seconds of each stream kept in memory.</summary>
    public int RingSeconds { get; set; } = 10;

    /// <summary>How many cameras are being connected to at the same time.</summary>
    public int MostConnecting { get; set; } = 8;

    /// <inheritdoc />
    public IEnumerable<string> Validate()
    {
        if (string.IsNullOrWhiteSpace(NodeId))
        {
            yield return $"{Section}:NodeId must not be empty.";
        }

        if (Address is { IsAbsoluteUri: false } or { Scheme: not ("http" or "https") })
        {
            yield return $"{Section}:Address must be an address, as in http://10.0.0.5:8001.";
        }

        if (string.IsNullOrWhiteSpace(Ffmpeg))
        {
            yield return $"{Section}:Ffmpeg must be a name or a path.";
        }

        if (RingSeconds is < 4 or > 120)
        {
            yield return $"{Section}:RingSeconds must be between 4 and 120.";
        }

        if (MostConnecting is < 1 or > 1000)
        {
            yield return $"{Section}:MostConnecting must be between 1 and 1000.";
        }
    }
}
