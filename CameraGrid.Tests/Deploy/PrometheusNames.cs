using System.Diagnostics.Metrics;
using System.Text;

namespace CameraGrid.Tests.Deploy;

/// <summary>The names under which Prometheus knows the instruments that the programs create.</summary>
internal static class PrometheusNames
{
    /// <summary>The names, with the suffixes of a histogram's series.</summary>
    public static IReadOnlySet<string> All { get; } =
        Instruments.All.SelectMany(Translate).ToHashSet(StringComparer.Ordinal);

    // As the OpenTelemetry specification has it, "Prometheus and OpenMetrics Compatibility": the unit in Prometheus' words,
    // unless the name has it already; nothing for "{annotations}"; "_total" for what only grows.
    private static IEnumerable<string> Translate(Instrument instrument)
    {
        var kind = instrument.GetType().Name;
        var name = new StringBuilder(instrument.Name.Replace('.', '_'));
        var unit = instrument.Unit switch
        {
            "s" => "seconds",
            "By" => "bytes",
            _ => null,
        };
        if (unit is not null && !instrument.Name.Split('.').Contains(unit))
        {
            name.Append('_').Append(unit);
        }

        if (kind is "Counter`1" or "ObservableCounter`1")
        {
            name.Append("_total");
        }

        return kind is "Histogram`1" ? [$"{name}_bucket", $"{name}_sum", $"{name}_count"] : [name.ToString()];
    }
}
