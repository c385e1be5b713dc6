using System.ComponentModel.DataAnnotations;

namespace CameraGrid.Transcoder;

/// <summary>The section <c>Transcoder</c> of the configuration.</summary>
internal sealed class TranscoderOptions
{
    public const string Section = "Transcoder";

    /// <summary>Names this node among others; unique.</summary>
    [Required]
    public string NodeId { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}".ToLowerInvariant();

    /// <summary>Where gateways reach this node; null: the first address it listens on.</summary>
    public Uri? Address { get; set; }

    /// <summary>Path or name of FFmpeg, 5.1 or newer.</summary>
    [Required]
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>Seconds of each stream kept in memory.</summary>
    [Range(4, 120)]
    public int RingSeconds { get; set; } = 10;

    /// <summary>How many cameras are being connected to at the same time.</summary>
    [Range(1, 1000)]
    public int MostConnecting { get; set; } = 8;
}
