using System.Globalization;

namespace CameraGrid.Bench.Soak;

/// <summary>What became of one fault.</summary>
/// <param name="Began">When it began.</param>
/// <param name="Fault">Its kind.</param>
/// <param name="Camera">The camera it hit; of a fault of all, the one that was slowest to return.</param>
/// <param name="Time">How long it lasted.</param>
/// <param name="Live">Seconds from its end to the next live picture; null where none came.</param>
/// <param name="Remark">What the tile said where it was late.</param>
internal sealed record SoakOutcome(
    DateTimeOffset Began,
    SoakFault Fault,
    string Camera,
    TimeSpan Time,
    double? Live,
    string? Remark = null
)
{
    /// <summary>A picture was there in time.</summary>
    public bool Healed => Live <= Fault.Due.TotalSeconds;

    public override string ToString()
    {
        var live = Live is { } seconds
            ? string.Create(CultureInfo.InvariantCulture, $"live after {seconds:F2} s")
            : "not live";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Began:HH:mm:ss} UTC, {Fault.Name}, {Camera}, {Time.TotalSeconds:F1} s long: {live}, due {Fault.Due.TotalSeconds:F0} s{(Remark is null ? "" : $" ({Remark})")}"
        );
    }
}
