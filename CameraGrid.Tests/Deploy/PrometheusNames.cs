using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using CameraGrid.Frontend;
using CameraGrid.Gateway;
using CameraGrid.Transcoder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CameraGrid.Tests.Deploy;

/// <summary>The names under which Prometheus knows the instruments that the programs create.</summary>
internal static class PrometheusNames
{
    /// <summary>The names, with the suffixes of a histogram's series.</summary>
    public static IReadOnlySet<string> All { get; } = Read();

    private static HashSet<string> Read()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            lock (names)
            {
                names.UnionWith(Translate(instrument));
            }
        };
        listener.Start();
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        foreach (var type in MetricsTypes())
        {
            Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public, null, [factory], null);
        }

        // The web server's own come with the first host, those of the runtime with the first listener.
        using var host = FrontendService.Build([]);
        _ = host.Services.GetServices<IHostedService>().Count();
        lock (names)
        {
            return [.. names];
        }
    }

    private static IEnumerable<Type> MetricsTypes() =>
        new[] { typeof(TranscoderService).Assembly, typeof(GatewayService).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.GetConstructors() is [var only]
                && only.GetParameters() is [{ ParameterType: var needed }]
                && needed == typeof(IMeterFactory)
            );

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
